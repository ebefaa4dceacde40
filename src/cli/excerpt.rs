//! `newswire excerpt`: the excerpt compiler by itself.

use std::fs;
use std::io::{BufRead as _, Read as _};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use clap::builder::BoolishValueParser;
use serde::Deserialize;

use super::{Exit, print, say};
use crate::article::html::Source;
use crate::article::{Loss, Markup, excerpt, lead};
use crate::import::report::loss_words;

/// `newswire excerpt`.
#[derive(Debug, Args)]
pub(super) struct Excerpt {
    /// The article; standard input when left out
    file: Option<PathBuf>,
    /// What the article is written in [default: by the file's ending, else html]
    #[arg(long, value_enum, env = "NEWSWIRE_FORMAT")]
    format: Option<Format>,
    /// At most so many characters as people count them, the "…" included
    #[arg(long, env = "NEWSWIRE_MAX_CHARS", default_value_t = DEFAULT_CHARS, value_name = "N")]
    max_chars: usize,
    /// The article's title: its repetition at the start is no excerpt
    #[arg(long, env = "NEWSWIRE_TITLE", value_name = "T")]
    title: Option<String>,
    /// The article's language, a BCP 47 tag
    #[arg(long, env = "NEWSWIRE_LANG", value_name = "L")]
    lang: Option<String>,
    /// Read cases from standard input, one JSON object a line, and answer {"id", "excerpt"} lines
    ///
    /// A case has `id`, one of `input_html`, `input_text` and `input_markdown`, and may have
    /// `input_format`, `title`, `lang` and `max_chars`.
    #[arg(long, env = "NEWSWIRE_JSONL", value_parser = BoolishValueParser::new(), conflicts_with_all = ["file", "format"])]
    jsonl: bool,
}

const DEFAULT_CHARS: usize = 320;

/// What an article may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// A page or a part of one
    Html,
    /// A WordPress post with shortcodes and blocks
    Wp,
    /// Markdown, with the shortcodes of Hugo and Jekyll
    Markdown,
    /// Plain text; blank lines are paragraphs
    Text,
}

impl From<Format> for Markup {
    fn from(format: Format) -> Self {
        match format {
            Format::Html => Self::Html,
            Format::Wp => Self::WordPress,
            Format::Markdown => Self::Markdown,
            Format::Text => Self::Text,
        }
    }
}

/// One line of `--jsonl`. What else a line holds is the asker's business.
#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    input_html: Option<String>,
    input_text: Option<String>,
    input_markdown: Option<String>,
    input_format: Option<Format>,
    title: Option<String>,
    lang: Option<String>,
    max_chars: Option<usize>,
}

impl Excerpt {
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        if self.jsonl { self.run_cases() } else { self.run_one() }
    }

    fn run_one(&self) -> anyhow::Result<Exit> {
        let bytes = match &self.file {
            Some(path) => {
                fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?
            }
            None => {
                let mut bytes = Vec::new();
                std::io::stdin()
                    .lock()
                    .read_to_end(&mut bytes)
                    .context("standard input cannot be read")?;
                bytes
            }
        };
        let ending =
            self.file.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
        let format = self.format.unwrap_or(match ending {
            Some("md" | "markdown") => Format::Markdown,
            Some("txt" | "text") => Format::Text,
            _ => Format::Html,
        });
        let source = String::from_utf8_lossy(&bytes).into_owned();
        let (excerpt, losses) = compile(
            &source,
            format.into(),
            self.title.as_deref(),
            self.lang.as_deref(),
            self.max_chars,
        );
        print(&format!("{excerpt}\n"))?;
        for loss in &losses {
            say(&format!("left out: {}: {}", loss_words(loss.kind), loss.what));
        }
        Ok(Exit::Done)
    }

    fn run_cases(&self) -> anyhow::Result<Exit> {
        let mut exit = Exit::Done;
        for (number, line) in std::io::stdin().lock().lines().enumerate() {
            let line = line.context("standard input cannot be read")?;
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<Case>(&line)
                .map_err(anyhow::Error::from)
                .and_then(|case| self.answer(case))
            {
                Ok(answer) => print(&format!("{answer}\n"))?,
                Err(error) => {
                    say(&format!("line {}: {error:#}", number + 1));
                    exit = Exit::Found;
                }
            }
        }
        Ok(exit)
    }

    fn answer(&self, case: Case) -> anyhow::Result<serde_json::Value> {
        let (source, usual) = [
            (case.input_html, Format::Html),
            (case.input_text, Format::Text),
            (case.input_markdown, Format::Markdown),
        ]
        .into_iter()
        .find_map(|(source, usual)| source.map(|source| (source, usual)))
        .context("the case has none of input_html, input_text, input_markdown")?;
        let format = case.input_format.unwrap_or(usual);
        let title = case.title.as_deref().or(self.title.as_deref());
        let language = case.lang.as_deref().or(self.lang.as_deref());
        let max_chars = case.max_chars.unwrap_or(self.max_chars);
        let (excerpt, losses) = compile(&source, format.into(), title, language, max_chars);
        for loss in &losses {
            say(&format!("{}: left out: {}: {}", case.id, loss_words(loss.kind), loss.what));
        }
        Ok(serde_json::json!({ "id": case.id, "excerpt": excerpt }))
    }
}

fn compile(
    source: &str,
    markup: Markup,
    title: Option<&str>,
    language: Option<&str>,
    max_chars: usize,
) -> (String, Vec<Loss>) {
    let source = Source::new(source, markup);
    let (lead, losses) =
        lead::extract(&source, lead::Context { title, language, ..lead::Context::default() });
    (excerpt::cut(&lead, max_chars).to_string(), losses)
}
