//! `newswire build`: every document as static files, the same bytes as served. Codings are the quick
//! ones, as the server's first: the best would take a build from nothing minutes.
//!
//! Unions (`a+b`) are made on demand by the server and have no files: there is no end of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::{Exit, SiteArguments, say, say_doubts};
use crate::feed::FeedName;
use crate::response::{Coding, Format, Representation, Resource, Variant};
use crate::{app, config};

/// `newswire build`.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// Where the files go; made when it is not there
    ///
    /// What an earlier build wrote there and nothing stands for any more is removed. A feed whose
    /// articles were all withdrawn stays and says so. Files of other making are left alone.
    #[arg(long, env = "NEWSWIRE_OUT", value_name = "DIR")]
    out: PathBuf,
}

/// Lists what a build wrote, one path a line, so that the next one knows what is its own.
const MANIFEST: &str = ".newswire-files";

impl Build {
    pub(super) fn run(self, asked: &SiteArguments) -> anyhow::Result<Exit> {
        let site = config::load(&asked.site)?;
        let store = app::open_store(&site, asked.store.as_deref())?;
        let report = app::synchronise(&site, &store)?;
        say(report.for_people().trim_end());
        let mut exit = if report.is_clean() { Exit::Done } else { Exit::Found };
        say_doubts(&site.doubts(store.as_ref(), app::now())?);
        if site.publication.base_url.is_empty() {
            say(&format!(
                "the documents name http://{} as their own address, where no reader reaches them; \
                 set base_url in {} to the address the files are served from",
                site.listen,
                asked.site.join("site.toml").display()
            ));
            exit = Exit::Found;
        }
        let now = app::now();
        let feeds = app::catalogue(&site).list(store.as_ref(), now)?;
        let responses = app::responses(&site, store, &format!("http://{}", site.listen))?;
        let mut files = Files::open(&self.out)?;
        // A feed whose articles are all gone is listed no more, and still answered for: those who
        // follow it must learn what was withdrawn.
        let names: BTreeSet<FeedName> =
            feeds.into_iter().map(|feed| feed.name).chain(files.former_feeds()).collect();
        let mut resources = vec![Resource::Index, Resource::Opml];
        let mut archives: BTreeSet<Resource> = files.former_archives().collect();
        for name in names {
            let documents = Format::ALL.map(Variant::Document);
            let others = [Variant::Page, Variant::ExcerptsJson, Variant::ExcerptsHtml];
            let variants = documents.into_iter().chain(others);
            resources.extend(variants.map(|variant| Resource::Feed(name.clone(), variant)));
            for format in Format::ALL {
                archives.extend(responses.archives(&name, format, now)?);
            }
        }
        resources.extend(archives);
        for resource in &resources {
            if let Some(name) = too_long(&file_of(resource)) {
                say(&format!(
                    "{}: `{name}` is longer than file systems let a name be, so that it has no file; \
                     give what it is named after a shorter name",
                    resource.path()
                ));
                exit = Exit::Found;
                continue;
            }
            match responses.build_now(resource, now) {
                Ok(Some(built)) => {
                    for gone in &built.left_out {
                        say(&format!(
                            "{}: {} was left out: {}",
                            resource.path(),
                            gone.article,
                            gone.finding.why
                        ));
                        exit = Exit::Found;
                    }
                    files.write(&built.representation)?;
                }
                Ok(None) => {}
                Err(error) => {
                    say(&format!("{}: {error}", resource.path()));
                    files.keep(resource);
                    exit = Exit::Found;
                }
            }
        }
        let (written, removed) = files.close()?;
        say(&format!("{written} documents in {}, each with .gz and .br", self.out.display()));
        if removed > 0 {
            say(&format!(
                "{removed} files of an earlier build removed: nothing stands for them now"
            ));
        }
        Ok(exit)
    }
}

/// The files of a build.
struct Files<'a> {
    out: &'a Path,
    /// What the last build wrote.
    former: BTreeSet<String>,
    /// What is there now.
    current: BTreeSet<String>,
    documents: usize,
}

impl<'a> Files<'a> {
    fn open(out: &'a Path) -> anyhow::Result<Self> {
        fs::create_dir_all(out).with_context(|| format!("{} cannot be made", out.display()))?;
        let manifest = out.join(MANIFEST);
        let former = match fs::read_to_string(&manifest) {
            Ok(text) => text.lines().map(str::to_owned).collect(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeSet::new(),
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("{} cannot be read", manifest.display()));
            }
        };
        Ok(Self { out, former, current: BTreeSet::new(), documents: 0 })
    }

    /// The feeds that the last build wrote.
    fn former_feeds(&self) -> impl Iterator<Item = FeedName> {
        let ending = format!(".{}", Format::Rss.extension());
        self.former.iter().filter_map(move |file| {
            let name = file.strip_prefix("feeds/")?.strip_suffix(ending.as_str())?;
            FeedName::parse(name).ok().filter(|_| archive_of(file).is_none())
        })
    }

    /// The archives that the last build wrote: a reader may be on its way through them, also when the
    /// live document has come to hold everything.
    fn former_archives(&self) -> impl Iterator<Item = Resource> {
        self.former.iter().filter_map(|file| archive_of(file))
    }

    fn write(&mut self, representation: &Representation) -> anyhow::Result<()> {
        let name = file_of(representation.resource());
        let identity = representation.coded(Coding::Identity).bytes;
        self.documents += 1;
        if self.is_written(&name, &identity) {
            self.keep(representation.resource());
            return Ok(());
        }
        for (coding, ending) in CODED {
            representation.code(coding);
            let coded = representation.coded(coding);
            if coded.coding == coding {
                self.write_file(&format!("{name}.{ending}"), &coded.bytes)?;
            }
        }
        // Last: when it is there, its codings are those of the same bytes.
        self.write_file(&name, &identity)
    }

    fn write_file(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.out.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        write_whole(&path, bytes)?;
        self.current.insert(name.to_owned());
        Ok(())
    }

    /// Whether the last build wrote these bytes, and every coding of them: coding them is most of the
    /// work of a build, and nearly all documents of a large site are archives that nobody touched.
    fn is_written(&self, name: &str, identity: &[u8]) -> bool {
        CODED.iter().all(|(_, ending)| {
            let coded = format!("{name}.{ending}");
            self.former.contains(&coded) && self.out.join(coded).is_file()
        }) && self.former.contains(name)
            && fs::read(self.out.join(name)).is_ok_and(|written| written == identity)
    }

    /// The files of a resource as they are: nothing has changed, or it cannot be built now.
    fn keep(&mut self, resource: &Resource) {
        let name = file_of(resource);
        let coded = CODED.map(|(_, ending)| format!("{name}.{ending}"));
        let known = coded.into_iter().chain([name]).filter(|name| self.former.contains(name));
        self.current.extend(known);
    }

    /// Removes what nothing stands for any more; returns how many documents there are and how many
    /// files went.
    fn close(self) -> anyhow::Result<(usize, usize)> {
        let mut removed = 0;
        for name in self.former.difference(&self.current) {
            // The list may have been edited: nothing outside of the folder is ours.
            let is_inside = Path::new(name)
                .components()
                .all(|component| matches!(component, Component::Normal(_)));
            if !is_inside || name.is_empty() {
                continue;
            }
            let path = self.out.join(name);
            match fs::remove_file(&path) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("{} cannot be removed", path.display()));
                }
            }
            // A folder that is not empty stays.
            for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.out) {
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        let mut list = String::new();
        for name in &self.current {
            list.push_str(name);
            list.push('\n');
        }
        write_whole(&self.out.join(MANIFEST), list.as_bytes())?;
        Ok((self.documents, removed))
    }
}

/// The codings that static servers look for beside a file, and the endings they look for.
const CODED: [(Coding, &str); 2] = [(Coding::Gzip, "gz"), (Coding::Brotli, "br")];

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

/// The archive document that a file is.
fn archive_of(file: &str) -> Option<Resource> {
    let (name, number) = file.strip_prefix("feeds/")?.rsplit_once("/archive/")?;
    let (number, extension) = number.split_once('.')?;
    let format = Format::ALL.into_iter().find(|format| format.extension() == extension)?;
    Some(Resource::Archive(FeedName::parse(name).ok()?, number.parse().ok()?, format))
}

/// The part of a path that, with the endings of codings and without, no common file system takes:
/// they count bytes, and a letter of many scripts is three.
fn too_long(path: &str) -> Option<&str> {
    const LONGEST: usize = 255 - ".gz".len();
    path.split('/').find(|part| part.len() > LONGEST)
}

/// Writes a file so that whoever reads it meanwhile gets the old or the new one whole.
fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let unfinished = path.with_file_name(".newswire-unfinished");
    fs::write(&unfinished, bytes)
        .and_then(|()| fs::rename(&unfinished, path))
        .with_context(|| format!("{} cannot be written", path.display()))
}
