//! All SQL of the entries: `entry`, `revision`, `entry_grant`, `opening`, `withdrawal`, `pin` and `draft`.

mod aside;
mod earlier;
mod past;
mod reading;
mod sharing;
mod writing;

pub(super) use aside::{draft, drop_draft, pin, put_draft, put_pin};
pub(super) use earlier::readable_by_partner;
pub use earlier::{Earlier, earlier};
pub use past::{Head, Mark, between, kinds_between, readable};
pub(super) use reading::{
    OwnRevision, Row, held_by_access, own_revision, readable_about, readable_by_id, readable_by_ids,
    readable_by_slot, readable_by_slots, readable_in_pairs, readable_of_kind, readable_since,
};
pub(super) use sharing::{
    NewGrant, PartnersGrant, drop_from_therapist, drop_grants, held_by_therapist, hold_grants, leave_line,
    lift_line, partners_grant, put_grant, put_openings, show,
};
pub use sharing::{Unopened, Withdrawn, end_grants, last_given, unopened, withdrawn, withdrawn_any};
pub use writing::hold;
pub(super) use writing::{
    NewEntry, NewRevision, by_once, drop_revision, erase, lock, move_latest, put_entry, put_revision,
};
