//! Everything people read, looked through for the words that the voice of this project does not use: templates, the
//! literals of the program, its scripts and its content files. Nothing is skipped but what `allowed` names with a reason,
//! and a reason that is no longer needed fails too.

mod read;
mod rust;

use read::Text;

/// Never, whoever reads it: labels for people, guesses about them, blame, hurry, praise, promises, and words that belong
/// to other programs.
const NEVER: &[&str] = &[
    // labels
    "victim",
    "victims",
    "perpetrator",
    "cheater",
    "cheaters",
    "innocent",
    "guilty party",
    "the betrayer",
    // a guess at who somebody is
    "he",
    "she",
    "him",
    "his",
    "her",
    "hers",
    "himself",
    "herself",
    "husband",
    "wife",
    "boyfriend",
    "girlfriend",
    // blame
    "your fault",
    "you failed",
    "you forgot",
    "you missed",
    "you did not manage",
    "at least you",
    "how could you",
    // hurry
    "overdue",
    "hurry up",
    "right away",
    "as soon as possible",
    "immediately",
    "last chance",
    "time is running out",
    "do not forget",
    "don't forget",
    "urgent",
    // praise and promises
    "great job",
    "well done",
    "good job",
    "congratulations",
    "awesome",
    "guarantee",
    "guaranteed",
    "will heal",
    "will be fine",
    "will be alright",
    "everything will be",
    // other programs
    "revoked",
    "decline",
    "declined",
    "password",
    "passwords",
    "oops",
    "an error occurred",
];

/// Not on pages; whoever runs the server may read that something failed and what a setting must be.
const ON_PAGES: &[&str] = &[
    "failed",
    "failure",
    "fail",
    "must",
    "should",
    "please",
    "simply",
    "obviously",
    "of course",
    "submit",
    "invalid",
    "percent",
    "score",
    "streak",
    "healed by now",
    "get over",
];

/// What only the host reads: the terminal, the log, settings.
const FOR_THE_HOST: [&str; 7] = [
    "src/cli.rs",
    "src/serve.rs",
    "src/logs.rs",
    "src/config/",
    "src/db/",
    "src/web/error.rs",
    "src/web/trouble.rs",
];

/// Where a word may stand all the same: a part of the file's path, the word, a piece of the text, and why.
const ALLOWED: &[(&str, &str, &str, &str)] = &[
    ("accounts/", "password", "a password manager", "what those programs are called"),
    ("src/accounts/pages/", "password", "new-password", "an attribute of HTML"),
    ("src/accounts/pages/", "password", "current-password", "an attribute of HTML"),
    ("src/config/", "password", "TOWARD_SMTP_PASSWORD", "what mail servers call it"),
    ("src/plans/refusal/mod.rs", "he", "he", "a word that people write"),
    ("src/plans/refusal/mod.rs", "she", "she", "a word that people write"),
    ("content/en/refusals.toml", "passwords", "Passwords, codes and PINs", "those of other places are meant"),
    ("src/conversations/pages/sofa/", "password", "current-password", "an attribute of HTML"),
    ("src/accounts/passphrases.rs", "password", "password", "a word that is too easy to guess"),
    ("static/js/code.js", "password", "password", "an attribute of HTML"),
    ("prompts/write.rs", "passwords", "Passwords, locations", "those of other places are meant"),
    ("src/db/", "password", "postgres://", "a part of an address"),
    ("src/db/runtime.rs", "password", "role {name} login", "SQL"),
    ("help-lines", "victims", "Office for Victims of Crime", "a name"),
    ("templates/partials/forms.html", "invalid", "aria-invalid", "an attribute of HTML"),
    ("", "failed", "failed its integrity check", "a check failed, and nobody did"),
    ("right-for-us.html", "please", "talk to somebody first", "the one place that asks: somebody is afraid"),
];

/// What is read, as words with one blank between them and at both ends.
fn spaced(text: &str) -> String {
    let plain = text.to_lowercase().replace('’', "'");
    let letters: String =
        plain.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    format!(" {} ", letters.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_pictogram(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}')
}

/// What a text says that it ought not to.
fn amiss(text: &Text) -> Vec<&'static str> {
    let words = spaced(&text.text);
    let for_the_host = FOR_THE_HOST.iter().any(|place| text.file.starts_with(place));
    // One small word in the program is a name in some protocol: "submit" of an event.
    let is_a_name = !text.text.contains(|c: char| c == ' ' || c.is_uppercase())
        && (text.file.starts_with("src/") || text.file.starts_with("static/"));
    let on_pages: &[&str] = if for_the_host || is_a_name { &[] } else { ON_PAGES };
    let mut amiss: Vec<&'static str> = NEVER
        .iter()
        .chain(on_pages)
        .copied()
        .filter(|word| words.contains(word) && words.contains(&spaced(word)))
        .collect();
    // Code that is no sentence ("!" of a macro or of a script) has no blank.
    if text.text.contains(['!', '！']) && (text.text.contains(' ') || text.file.starts_with("templates/")) {
        amiss.push("an exclamation mark");
    }
    if text.text.chars().any(is_pictogram) {
        amiss.push("a pictogram");
    }
    amiss
}

fn allows(allowed: &(&str, &str, &str, &str), text: &Text, word: &str) -> bool {
    text.file.contains(allowed.0) && word == allowed.1 && text.text.contains(allowed.2)
}

#[test]
fn nothing_that_people_read_says_a_word_that_the_voice_bans() {
    let all = read::all();
    assert!(all.len() > 2000, "only {} texts were found", all.len());
    let mut problems = Vec::new();
    for text in &all {
        for word in amiss(text) {
            if !ALLOWED.iter().any(|allowed| allows(allowed, text, word)) {
                problems.push(format!("“{word}” in {}: {}", text.file, text.text));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_exception_is_still_needed_and_says_why() {
    let all = read::all();
    for allowed in ALLOWED {
        assert!(!allowed.3.is_empty(), "{allowed:?}");
        let needed = all.iter().any(|text| amiss(text).iter().any(|word| allows(allowed, text, word)));
        assert!(needed, "no longer needed: {allowed:?}");
    }
}

#[test]
fn texts_of_every_kind_of_file_are_among_those_that_are_looked_at() {
    let all = read::all();
    for (file, part) in [
        ("templates/guide/right-for-us.html", "Neither of you has to forgive"),
        ("templates/partials/shell.html", "Leave quickly"),
        ("templates/kit.html", "Waiting for you"),
        ("src/conversations/prompts/write.rs", "A feeling is not an accusation"),
        ("src/conversations/refusal.rs", "Yours comes"),
        ("src/web/error_page.rs", "Something went wrong here"),
        ("static/js/autosave.js", "Not kept yet."),
        ("content/en/wording.toml", "What follows a “but”"),
        ("help-lines", "United Kingdom"),
        ("content/en/guide/", "You leaned on somebody"),
        ("content/en/guide/", "Something that held you gave way"),
        ("content/en/reflections/", "What would I say to a friend"),
    ] {
        assert!(
            all.iter().any(|text| text.file.contains(file) && text.text.contains(part)),
            "{file}: {part}"
        );
    }
    assert!(
        !all.iter().any(|text| text.text.contains("You are a liar")),
        "what people may write is not ours"
    );
    assert!(!all.iter().any(|text| text.file.contains("tests.rs") || text.file.contains("/tests/")));
}

/// A word that the voice bans, put into a file of each kind.
#[test]
fn a_planted_word_is_found_wherever_it_stands() {
    let page = "templates/x.html";
    for source in [
        "<p>Your answer is\n<b>overdue</b>.</p>",
        "<p>Your answer is {# ok #}overdue{{ name }}</p>",
        "<button aria-label=\"Overdue\">x</button>",
        "{% if late %}<p>Overdue</p>{% endif %}",
        "{% call chips::wait(\"Overdue\") %}{% endcall %}",
        "{{ text.unwrap_or(\"overdue\") }}",
        "<option value='x'>Overdue</option>",
        "<textarea>Overdue</textarea>",
    ] {
        let found: Vec<_> = read::template(page, source).iter().flat_map(amiss).collect();
        assert_eq!(found, ["overdue"], "{source}");
    }
    for (source, expected) in [
        ("const A: &str = \"You must \\\n   do it\";", "must"),
        ("fn a() -> String { format!(r#\"Ask {} wife\"#, 1) }", "wife"),
        ("const A: [&str; 1] = [\"Well \\u{64}one.\"];", "well done"),
        ("const A: &str = \"Welcome back!\";", "an exclamation mark"),
        ("const A: &str = \"Kept \\u{1f44d}\";", "a pictogram"),
    ] {
        let found: Vec<_> = read::rust("src/x.rs", source).iter().flat_map(amiss).collect();
        assert_eq!(found, [expected], "{source}");
    }
    let script = "/* he said */ say('Please wait'); // must\nsay(`Your password`);";
    let found: Vec<_> = read::script("static/js/x.js", script).iter().flat_map(amiss).collect();
    assert_eq!(found, ["please", "password"]);
    let toml =
        "[[entry]]\nwhy = \"It is your fault.\"\nphrases = [\"your fault\"]\nmarks = [\"It is your fault!\"]";
    let found: Vec<_> = read::toml("content/x.toml", toml).iter().flat_map(amiss).collect();
    assert_eq!(found, ["your fault"]);
    let page = "+++\ntitle = \"You must\"\n+++\nIt is **your fault**.\n\n- [hurry up](/a)\n";
    let found: Vec<_> = read::markdown("content/x.md", page).iter().flat_map(amiss).collect();
    assert_eq!(found, ["must", "your fault", "hurry up"]);
}

#[test]
fn a_word_is_a_whole_word_and_the_host_may_read_that_something_failed() {
    let text = |file: &str, text: &str| Text { file: file.to_owned(), text: text.to_owned() };
    for fine in ["There, the others gather", "The hero’s history", "mustard", "Passwordless", "!="] {
        assert!(amiss(&text("src/x.rs", fine)).is_empty(), "{fine}");
    }
    assert!(amiss(&text("src/db/x.rs", "the port must be free, it failed")).is_empty());
    assert_eq!(amiss(&text("src/db/x.rs", "your password")), ["password"]);
    assert_eq!(amiss(&text("src/x.rs", "it failed")), ["failed"]);
    assert!(amiss(&text("static/js/x.js", "submit")).is_empty());
    assert_eq!(amiss(&text("templates/x.html", "submit")), ["submit"]);
    assert_eq!(amiss(&text("src/x.rs", "Submit")), ["submit"]);
}
