//! When it does not work: three ways that stand beside each other, and what each keeps afterwards.
//!
//! What must stay true: nobody is asked why. Staying, waiting and leaving are all respectable, and no page urges to any of
//! them. What one keeps is found in one place, and what is one's own can be removed there as elsewhere. It asks the other
//! rooms and keeps nothing of its own; how a space is ended is in `couples`.

mod gather;
pub mod pages;
