//! Every label under which a key is derived, a text sealed or a code computed: the one list.
//!
//! What must stay true: no two uses share a label, no label is made anywhere else, and a label that has been
//! used once keeps its meaning for ever. The inventory in `mod.rs` names each of them; a test compares.

/// What stands before every label: the program, and the version of this whole construction.
pub(super) const PREFIX: &str = "toward/k1/";

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// What a key, a sealed text or a code is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Purpose {
            $($(#[$doc])* $name,)+
        }

        impl Purpose {
            /// All of them, for the tests and for the key inventory.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The label without its prefix.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

labels! {
    /// The root, sealed under a passphrase.
    WrapPassphrase = "wrap/pw",
    /// The root, sealed under a recovery code.
    WrapRecovery = "wrap/rec",
    /// A session's record.
    Session = "session",
    /// The code that says: this is the key I know my contact by.
    Pin = "pin",
    /// What somebody wrote, in one revision.
    Revision = "rev",
    /// A content key for one reader.
    Grant = "grant",
    /// What somebody is in the middle of writing.
    Draft = "draft",
    /// The key of one second factor.
    FactorKey = "totp/key",
    /// What the codes of a second factor are checked against.
    Factor = "totp",
    /// The code by which an invite vouches for a public key.
    Invite = "invite",
    /// From the root: the X25519 secret.
    RootIdentity = "root/x25519",
    /// From the root: the key of grants to oneself.
    RootSelf = "root/self",
    /// From the root: the key of the pins.
    RootPins = "root/pins",
    /// From the root: the key that seals the key of a second factor.
    RootFactor = "root/totp",
    /// What is kept of a spare code.
    SpareCode = "totp/spare",
    /// From the stretched passphrase: the key that seals the root.
    PassphraseKey = "pw/kek",
    /// From the stretched passphrase: what tells a wrong passphrase from a right one.
    PassphraseCommitment = "pw/commit",
    /// From a recovery code: the key that seals the root.
    RecoveryKey = "rec/key",
    /// From two identities: the key from an author to a reader.
    Pair = "pair",
    /// From a throwaway identity and a lasting one: the key of one draft.
    DraftKey = "draft/key",
    /// From the key of grants to oneself: the key that names places.
    PlaceKey = "place/key",
    /// The name of a place.
    Place = "place",
    /// From a session's id: the key that seals its record.
    SessionKey = "session/key",
    /// From an invite code: the key that vouches for public keys.
    InviteKey = "invite/key",
    /// The digest by which the database knows an invite code.
    InviteDigest = "invite/digest",
    /// The digest of a sealed revision.
    RevisionDigest = "rev-digest",
    /// The short name of a pepper.
    PepperDigest = "pepper",
    /// Six words that two people compare.
    KeyPhrase = "phrase",
    /// From the server's secret: the wrap of a name that nobody has.
    Decoy = "decoy",
    /// From the server's secret: the key of form tokens and the like.
    ServerKey = "server/key",
    /// A form token, or anything else the server vouches for to itself.
    ServerMac = "server/mac",
}
