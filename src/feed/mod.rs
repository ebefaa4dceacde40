//! Which articles a feed holds: its name, its definition, the window, the selection
//! and the archives of what is older.
//!
//! Must not know: bytes, formats, HTTP. Works on the store's port alone.

mod catalogue;
mod definition;
mod history;
mod language_name;
mod moves;
mod name;
mod selection;
mod window;

pub use catalogue::{Catalogue, FeedSummary, Group};
pub use definition::{Content, FeedDefinition, FeedSettings, Filter, Limits, MaxAges};
pub use history::{ArchiveSelection, archive, archives};
pub use moves::Moves;
pub use name::{FeedName, NameError, Part};
pub use selection::{Selection, select};
pub use window::Window;
