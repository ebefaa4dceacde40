//! The commands: what can be said on the command line, and what each prints.
//!
//! What programs read goes to standard output; people's text and progress go to standard error.

mod build;
mod check;
mod excerpt;
mod import;
mod serve;

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::config::Doubt;

/// Turns article records into RSS, Atom and JSON feeds, and serves them.
///
/// Without a command it serves the site: `newswire` is `newswire serve`.
#[derive(Debug, Parser)]
#[command(name = "newswire", version, after_help = EXAMPLES)]
pub struct Command {
    #[command(flatten)]
    site: SiteArguments,
    /// Where to listen, such as 127.0.0.1:8080; port 0 takes any free one [default: as site.toml says]
    #[arg(long, global = true, env = "NEWSWIRE_LISTEN", value_name = "ADDR")]
    listen: Option<String>,
    #[command(subcommand)]
    action: Option<Action>,
}

/// Flags may stand before the command, so that every command is given all of these; here are those
/// that it does not show and does not take.
const WITHOUT_USE: [(&str, &[&str]); 4] = [
    ("import", &["listen"]),
    ("build", &["listen"]),
    ("check", &["listen"]),
    ("excerpt", &["listen", "site", "store"]),
];

const EXAMPLES: &str = "\
Examples:
  newswire                                     serve the site folder feeds/
  newswire --site news --listen 0.0.0.0:80     serve another folder, elsewhere
  newswire import export.xml --category blog   take the posts of a WordPress export
  newswire build --out public                  write every document as static files
  newswire check https://example.org/feed.xml  say what is wrong with a feed
  newswire excerpt article.html --max-chars 200

Every flag has an environment variable: --listen is NEWSWIRE_LISTEN, --dry-run is NEWSWIRE_DRY_RUN
(true or false). A flag wins over its variable. NEWSWIRE_LOG=newswire=debug says more in the log.
Exit status: 0 done; 1 done, but something was refused or found; 2 wrong use; 3 failed.";

#[derive(Debug, Subcommand)]
enum Action {
    /// Serve the site: the main job
    Serve,
    /// Take records from files and folders of any known kind
    Import(import::Import),
    /// Write every document as static files, with .gz and .br beside them
    Build(build::Build),
    /// Say what is wrong with documents, or with the whole site
    Check(check::Check),
    /// Cut an excerpt from an article, and say what was left out of it
    Excerpt(excerpt::Excerpt),
}

/// Which site a command is about: said before the command or after it.
#[derive(Debug, Clone, Args)]
struct SiteArguments {
    /// The site folder: site.toml, NAME.toml files and articles/
    #[arg(long, global = true, env = "NEWSWIRE_SITE", default_value = "feeds", value_name = "DIR")]
    site: PathBuf,
    /// Where articles are kept: a path, or sqlite:PATH [default: DIR/.newswire/newswire.sqlite]
    #[arg(long, global = true, env = "NEWSWIRE_STORE", value_name = "URL")]
    store: Option<String>,
}

/// How a command ended when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All of it.
    Done,
    /// All of it, and something was refused or found.
    Found,
    /// What was asked makes no sense.
    WrongUse,
    /// Not all of it could be done; what could was.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Found => Self::from(1),
            Exit::WrongUse => Self::from(2),
            Exit::Failed => Self::from(3),
        }
    }
}

impl Command {
    /// What the command line of this process says. Where it makes no sense, or asks for help, the
    /// process ends here and says so.
    #[must_use]
    pub fn of_the_process() -> Self {
        let mut command = Self::command();
        for (name, unused) in WITHOUT_USE {
            let hidden: Vec<_> = command
                .get_arguments()
                .filter(|argument| unused.contains(&argument.get_id().as_str()))
                .map(|argument| argument.clone().hide(true))
                .collect();
            command = command.mut_subcommand(name, |action| action.args(hidden));
        }
        let matches = command.get_matches_mut();
        if let Some((name, given)) = matches.subcommand() {
            let unused = WITHOUT_USE.iter().filter(|(other, _)| *other == name);
            let mut flags = unused.flat_map(|(_, flags)| *flags);
            if let Some(flag) =
                flags.find(|flag| given.value_source(flag) == Some(ValueSource::CommandLine))
            {
                let why = format!("`newswire {name}` has no use for --{flag}; leave it out");
                command.error(ErrorKind::ArgumentConflict, why).exit();
            }
        }
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// Does what was asked.
    ///
    /// # Errors
    ///
    /// When it could not be done at all; the chain of causes is for [`tell`].
    pub fn run(self) -> anyhow::Result<Exit> {
        let site = &self.site;
        match self.action {
            None | Some(Action::Serve) => serve::run(site, self.listen),
            Some(Action::Import(import)) => import.run(site),
            Some(Action::Build(build)) => build.run(site),
            Some(Action::Check(check)) => check.run(site),
            Some(Action::Excerpt(excerpt)) => excerpt.run(),
        }
    }
}

/// Starts the log on standard error; `NEWSWIRE_LOG` chooses what is in it, such as
/// `newswire=debug`.
pub fn start_log() {
    let filter =
        EnvFilter::try_from_env("NEWSWIRE_LOG").unwrap_or_else(|_| EnvFilter::new("newswire=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Colours are for people; a file or a collector gets the text.
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}

/// Prints an error and its causes for people.
pub fn tell(error: &anyhow::Error) {
    let mut text = format!("newswire: {error}");
    for cause in error.chain().skip(1) {
        text.push_str("\n  because ");
        text.push_str(&cause.to_string());
    }
    say(&text);
}

/// A line for people. A reader that went away is no reason to stop.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// What is doubtful in the settings, for people.
fn say_doubts(doubts: &[Doubt]) {
    for doubt in doubts {
        say(&format!("  doubtful  {doubt}"));
    }
}

/// Text for programs.
///
/// # Errors
///
/// When standard output cannot be written, except that it was closed: then nobody listens.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
