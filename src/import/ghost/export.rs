//! The tables of a Ghost export as they stand in the file, whatever version wrote them.
//!
//! Every value is taken as text: ids were numbers once, flags are `1`, `"1"` or `true`, and a
//! field of an unforeseen type is no reason to lose a post.
//!
//! Must not know: what the values mean.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::import::ReadError;

/// The whole file: the tables stand under `db[0].data`, in some versions under `data`.
#[derive(Deserialize, Default)]
struct Export {
    #[serde(default, deserialize_with = "first")]
    db: Option<Database>,
    #[serde(default, deserialize_with = "first")]
    data: Option<Tables>,
}

#[derive(Deserialize)]
struct Database {
    #[serde(default, deserialize_with = "first")]
    data: Option<Tables>,
}

/// What an export is good for. Rows that cannot be read are left out, except posts.
#[derive(Deserialize)]
pub(super) struct Tables {
    /// A row that is no post gives the fault. Without the table it is no export of posts.
    pub(super) posts: Rows<Post>,
    #[serde(default)]
    pub(super) tags: Rows<TagRow>,
    #[serde(default)]
    pub(super) users: Rows<UserRow>,
    #[serde(default)]
    pub(super) posts_tags: Rows<Link>,
    #[serde(default)]
    pub(super) posts_authors: Rows<Link>,
    #[serde(default)]
    pub(super) posts_meta: Rows<PostMeta>,
    #[serde(default)]
    pub(super) settings: Rows<Setting>,
}

/// A row whose values are texts; what is absent, null, empty or a table is `None`.
macro_rules! row {
    ($(#[$about:meta])* $name:ident { $($field:ident $(as $called:literal)?),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Deserialize, Default)]
        pub(super) struct $name {
            $(
                #[serde(default, deserialize_with = "text" $(, rename = $called)?)]
                pub(super) $field: Option<String>,
            )+
        }
    };
}

row!(
    /// A post or page, as far as it is needed.
    Post {
        id, uuid, comment_id, title, slug, html, lexical, mobiledoc, markdown, feature_image,
        image, kind as "type", page, status, visibility, published_at, custom_excerpt,
        canonical_url, author_id, email_only, feature_image_alt,
    }
);
row!(
    /// A tag.
    TagRow { id, name, slug, visibility }
);
row!(
    /// A member of the staff.
    UserRow { id, name, slug, profile_image, image }
);
row!(
    /// What ties a post to a tag or to an author.
    Link { post_id, tag_id, author_id, sort_order }
);
row!(
    /// What later versions keep of a post in a table of its own.
    PostMeta { post_id, feature_image_alt, email_only }
);
row!(
    /// One setting of the site.
    Setting { key, value }
);

impl Post {
    /// A page, in the words of every version.
    pub(super) fn is_page(&self) -> bool {
        match self.kind.as_deref() {
            Some(kind) => kind == "page",
            None => super::access::is_true(self.page.as_deref()),
        }
    }

    /// The key that an export from another Ghost would give it too.
    pub(super) fn key(&self) -> Option<String> {
        let survivor = self.comment_id.as_ref().or(self.id.as_ref());
        if let Some(id) = survivor.filter(|id| is_object_id(id)) {
            return Some(id.clone());
        }
        self.uuid.clone().or_else(|| survivor.map(|id| format!("ghost:{id}")))
    }

    /// What the site's own feed called it.
    pub(super) fn feed_id(&self) -> Option<String> {
        match &self.id {
            Some(id) if is_object_id(id) => Some(id.clone()),
            id => self.uuid.clone().or(id.clone()),
        }
    }
}

/// Twenty-four hexadecimal digits: what Ghost has given every row since 1.0, unique in the world.
fn is_object_id(id: &str) -> bool {
    id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Tables {
    /// Reads a file of at most `limit` bytes.
    pub(super) fn read(input: &mut dyn BufRead, limit: u64) -> Result<Self, ReadError> {
        const MARK: &[u8] = b"\xEF\xBB\xBF";
        if input.fill_buf()?.starts_with(MARK) {
            input.consume(MARK.len());
        }
        let mut limited = input.take(limit + 1);
        let mut parser = serde_json::Deserializer::from_reader(BufReader::new(&mut limited));
        let export = Export::deserialize(&mut parser);
        drop(parser);
        if limited.limit() == 0 {
            let limit = format!("{} MiB", limit / (1024 * 1024));
            return Err(ReadError::TooLarge { what: "the export", limit });
        }
        let export = export.map_err(|error| match error.classify() {
            serde_json::error::Category::Io => ReadError::Io(error.into()),
            serde_json::error::Category::Data => not_an_export(),
            _ => ReadError::Syntax { format: "JSON", fault: error.to_string() },
        })?;
        export.db.and_then(|db| db.data).or(export.data).ok_or_else(not_an_export)
    }
}

fn not_an_export() -> ReadError {
    ReadError::Unusable(
        "it is JSON, but no Ghost export: there is no `db[0].data.posts` in it; in Ghost choose \
         Settings, Import/Export, Export"
            .to_owned(),
    )
}

/// A table, row by row, so that one bad row is one bad row.
pub(super) struct Rows<T>(pub(super) Vec<Result<T, String>>);

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Rows<T> {
    /// The rows that could be read.
    pub(super) fn good(self) -> impl Iterator<Item = T> {
        self.0.into_iter().filter_map(Result::ok)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RowsVisitor<T>(PhantomData<T>);
        impl<'de, T: DeserializeOwned> Visitor<'de> for RowsVisitor<T> {
            type Value = Rows<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a table")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Rows<T>, A::Error> {
                let mut read = Vec::new();
                while let Some(row) = rows.next_element::<Value>()? {
                    read.push(serde_json::from_value(row).map_err(|error| error.to_string()));
                }
                Ok(Rows(read))
            }

            fn visit_unit<E>(self) -> Result<Rows<T>, E> {
                Ok(Rows::default())
            }
        }
        deserializer.deserialize_any(RowsVisitor(PhantomData))
    }
}

/// An object, or the first one of a list; anything else is none.
fn first<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    struct FirstVisitor<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for FirstVisitor<T> {
        type Value = Option<T>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a database")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<T>, A::Error> {
            let first = list.next_element()?;
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(first)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
            T::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(Some)
        }

        fn visit_unit<E>(self) -> Result<Option<T>, E> {
            Ok(None)
        }
    }
    from.deserialize_any(FirstVisitor(PhantomData))
}

/// Any single value as text.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    })
}
