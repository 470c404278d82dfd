//! Consent: a story of a child is published only on a record that covers it, and no longer once the consent is withdrawn.
//!
//! ```text
//!  data/private/consents/*.toml, data/synthetic/consents/*.toml ─► Ledger ─┐
//!  stories of the Library ─────────────────────────────────────────────────┴► clear ─► ClearedStory, sealed
//!  data/withdrawn.toml ─► Withdrawn: addresses, files and hashes, never a text
//! ```
//!
//! A [`ClearedStory`] is the only thing that can be laid out as a story. Real records stay in `data/private/`, which git ignores; what
//! is said of them gives field, line and column, never a value.

mod account;
mod cleared;
mod judge;
mod passages;
mod press;
mod record;
mod rules;
mod withdrawn;

pub use account::{Account, account};
pub use cleared::{Clearance, ClearedStory, clear};
pub use passages::{Passages, plain};
pub use press::{PRESS, Press};
pub use record::{Ledger, Medium};
pub use rules::RULES;
pub use withdrawn::{LIST, Look, Withdrawal, Withdrawn, left_in_content, nothing_to_withdraw, still_there, unread};
