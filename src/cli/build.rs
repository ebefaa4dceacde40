//! `newswire build`: every document as static files, the same bytes as served.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::{Exit, SiteArguments, say};
use crate::response::{Coding, Format, Representation, Resource, Variant};
use crate::{app, config};

/// `newswire build`.
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    site: SiteArguments,
    /// Where the files go; made when it is not there
    #[arg(long, env = "NEWSWIRE_OUT", value_name = "DIR")]
    out: PathBuf,
}

impl Build {
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let site = config::load(&self.site.site)?;
        let store = app::open_store(&site, self.site.store.as_deref())?;
        let report = app::synchronise(&site, store.as_ref())?;
        say(report.for_people().trim_end());
        let now = app::now();
        let feeds = app::catalogue(&site).list(store.as_ref(), now)?;
        let responses = app::responses(&site, store, &format!("http://{}", site.listen))?;
        let mut resources = vec![Resource::Index, Resource::Opml];
        for feed in feeds {
            for format in Format::ALL {
                resources.push(Resource::Feed(feed.name.clone(), Variant::Document(format)));
            }
            for variant in [Variant::Page, Variant::ExcerptsJson, Variant::ExcerptsHtml] {
                resources.push(Resource::Feed(feed.name.clone(), variant));
            }
        }
        let mut written = 0;
        let mut exit = if report.is_clean() { Exit::Done } else { Exit::Found };
        for resource in &resources {
            match responses.build_now(resource, now) {
                Ok(Some(representation)) => {
                    self.write(&representation)?;
                    written += 1;
                }
                Ok(None) => {}
                Err(error) => {
                    say(&format!("{}: {error}", resource.path()));
                    exit = Exit::Found;
                }
            }
        }
        say(&format!("{written} documents in {}, each with .gz and .br", self.out.display()));
        Ok(exit)
    }

    fn write(&self, representation: &Representation) -> anyhow::Result<()> {
        let path = self.out.join(file_of(representation.resource()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        write_whole(&path, &representation.bytes(Coding::Identity).1)?;
        for (coding, ending) in [(Coding::Gzip, "gz"), (Coding::Brotli, "br")] {
            representation.code(coding);
            if let (coded, bytes) = representation.bytes(coding)
                && coded == coding
            {
                write_whole(&PathBuf::from(format!("{}.{ending}", path.display())), &bytes)?;
            }
        }
        Ok(())
    }
}

/// The file of a resource: its path, decoded, and `index.html` for a page.
fn file_of(resource: &Resource) -> String {
    let path = resource.path();
    let path = percent_encoding::percent_decode_str(path.trim_start_matches('/'))
        .decode_utf8_lossy()
        .into_owned();
    match resource {
        Resource::Index => "index.html".to_owned(),
        Resource::Feed(_, Variant::Page) => format!("{path}/index.html"),
        _ => path,
    }
}

/// Writes a file so that whoever reads it meanwhile gets the old or the new one whole.
fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let unfinished = PathBuf::from(format!("{}.new", path.display()));
    fs::write(&unfinished, bytes)
        .and_then(|()| fs::rename(&unfinished, path))
        .with_context(|| format!("{} cannot be written", path.display()))
}
