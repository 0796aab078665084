//! Each sees only what the other has chosen to share, and whoever has the database, its files or the logs sees nothing.
//!
//! The real program on its private PostgreSQL, both logging as much as they can. Two people write in every field there
//! is; each text holds a marker of its own. Then every page is asked for by everybody, and the dump, the data folder
//! with its write-ahead log, and all logs are searched for every marker and every secret.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use aho_corasick::AhoCorasick;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions};

use crate::{
    program::Place,
    support::{Answer, SUNDAY, Visitor, people},
};

/// Who may read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum For {
    Sam,
    Noor,
    Both,
    /// The therapist of the two.
    Amari,
}

/// The markers that were written, and who may read each.
#[derive(Default)]
struct Markers(BTreeMap<String, For>);

impl Markers {
    /// A text with a marker of its own.
    fn text(&mut self, who: For) -> String {
        let marker = format!("qzm{:04}qz", self.0.len());
        self.0.insert(marker.clone(), who);
        marker
    }

    /// From here on only this person may read the text.
    fn now_only(&mut self, marker: &str, who: For) {
        self.0.insert(marker.to_owned(), who);
    }

    fn may_read(&self, marker: &str, who: For) -> bool {
        // what is for both of the two is not for their therapist
        let both = |right: &For| *right == For::Both && who != For::Amari;
        self.0.get(marker).is_some_and(|right| *right == who || both(right))
    }
}

/// The markers in a text, by their whole shape: three letters alone turn up in random tokens and sealed bytes, too.
fn found(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    let shaped = |marker: &&str| {
        let inner = marker.strip_prefix("qzm").and_then(|rest| rest.strip_suffix("qz"));
        inner.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
    };
    text.match_indices("qzm")
        .filter_map(|(at, _)| text.get(at..at + 9))
        .filter(shaped)
        .map(str::to_owned)
        .collect()
}

/// One person's notes: private, shared, shared and changed since, shared and taken back, and unfinished.
async fn notes(who: &mut Visitor, me: For, markers: &mut Markers) {
    for round in 0..3 {
        let (title, private) = (markers.text(me), markers.text(me));
        who.submit("/write/new", "/write/new", &[("title", &title), ("text", &private)]).await;

        let (title, shared) = (markers.text(For::Both), markers.text(For::Both));
        let note = new_note(who, &title, &shared).await;
        share(who, &note).await;

        let (first, later) = (markers.text(For::Both), markers.text(me));
        let note = new_note(who, "", &first).await;
        share(who, &note).await;
        let edit = format!("{note}/edit");
        who.submit(&edit, &edit, &[("text", &later)]).await;

        let back = markers.text(For::Both);
        let note = new_note(who, "", &back).await;
        share(who, &note).await;
        let page = format!("{note}/back");
        who.submit(&page, &page, &[]).await;
        markers.now_only(&back, me);

        if round == 0 {
            let draft = markers.text(me);
            let page = who.get("/write/new").await;
            let form = page.form("/write/new").unwrap();
            let kept = toward_form(&form.fields, &[("text", &draft)]);
            let kept: Vec<(&str, &str)> =
                kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(who.post("/kept", &kept).await.status, 200);
        }
    }
}

/// Marks on the charts: private, shared, shared and changed since, taken back, removed, and unfinished.
async fn moments(who: &mut Visitor, me: For, markers: &mut Markers) {
    const NEW: &str = "/weeks/moments/new";
    let private = markers.text(me);
    who.submit(NEW, NEW, &[("day", "2026-02-20"), ("words", &private)]).await;
    for after in ["", "edit", "back", "remove"] {
        let words = markers.text(For::Both);
        let preview = who.submit(NEW, NEW, &[("day", "2026-02-21"), ("words", &words), ("share", "1")]).await;
        let path = preview.path.trim_end_matches("/share").to_owned();
        let shared = who.submit_on(&preview, &preview.path, &[("with", "partner")]).await;
        assert!(shared.path.contains("done=shared"), "{}", shared.text());
        let page = format!("{path}/{after}");
        match after {
            "edit" => drop(who.submit(&page, &page, &[("words", &markers.text(me))]).await),
            "back" | "remove" => {
                who.submit(&page, &page, &[]).await;
                markers.now_only(&words, me);
            }
            _ => {}
        }
    }
    let draft = markers.text(me);
    let form = who.get(NEW).await.form(NEW).unwrap();
    let kept = toward_form(&form.fields, &[("words", &draft)]);
    let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(who.post("/kept", &kept).await.status, 200);
}

/// Answers to a reflection: private, shared, and unfinished.
async fn reflections(who: &mut Visitor, me: For, markers: &mut Markers) {
    const REASON: &str = "/write/ideas/7";
    for shows in [false, true] {
        let texts = [(); 2].map(|()| markers.text(if shows { For::Both } else { me }));
        let kept = who.submit(REASON, REASON, &[("a2", &texts[0]), ("a3", &texts[1])]).await;
        let note = kept.path.split('?').next().unwrap().to_owned();
        if shows {
            share(who, &note).await;
        }
    }
    let draft = markers.text(me);
    let form = who.get(REASON).await.form(REASON).unwrap();
    let kept = toward_form(&form.fields, &[("a1", &draft)]);
    let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(who.post("/kept", &kept).await.status, 200);
}

fn toward_form(fields: &[(String, String)], instead: &[(&str, &str)]) -> Vec<(String, String)> {
    let kept = fields.iter().filter(|(name, _)| !instead.iter().any(|(other, _)| other == name)).cloned();
    kept.chain(instead.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}

/// An address of one's own to leave to: in every page of one's own, and nowhere else.
async fn leaves(who: &mut Visitor, me: For, markers: &mut Markers) {
    let exit = format!("https://{}.example/", markers.text(me));
    let kept = who.submit("/account/leaving", "/account/leaving", &[("exit", &exit), ("idle", "30")]).await;
    assert!(kept.path.contains("done=kept"), "{}", kept.text());
}

/// Both let somebody read as their therapist, and share nothing with them. Their browser, and the code of the link.
async fn lets_in(sam: &mut Visitor, noor: &mut Visitor, mut amari: Visitor) -> (Visitor, String) {
    let page = "/us/therapist";
    sam.submit(page, page, &[("act", "propose")]).await;
    noor.submit(page, page, &[("act", "agree")]).await;
    let made = noor.submit(page, page, &[("act", "link")]).await;
    let code = made.body.split("/with/").nth(1).and_then(|rest| rest.get(..26)).expect("a link").to_owned();
    let link = format!("/with/{code}");
    let mut fields = people::sign_up_fields("Amari", "amari@example.org").to_vec();
    fields.push(("secrets", "none"));
    let shown = amari.submit(&link, &link, &fields).await;
    let [first, second] = people::groups_asked(&shown);
    amari.submit_on(&shown, "/recovery-code", &[("first", &first), ("second", &second)]).await;
    amari.switches_second_step_on(toward::clock::Clock::System.now()).await;
    (amari, code)
}

async fn new_note(who: &mut Visitor, title: &str, text: &str) -> String {
    let answer = who.submit("/write/new", "/write/new", &[("title", title), ("text", text)]).await;
    answer.path.split('?').next().unwrap().to_owned()
}

async fn share(who: &mut Visitor, note: &str) {
    let page = format!("{note}/share");
    let answer = who.submit(&page, &page, &[("with", "partner")]).await;
    assert!(answer.path.contains("done=shared"), "{}", answer.text());
}

/// A talk with a marker in every field of every step. What is kept private before it is shared is another revision.
struct Told<'a> {
    sam: &'a mut Visitor,
    noor: &'a mut Visitor,
    talk: String,
    markers: &'a mut Markers,
}

impl Told<'_> {
    fn of(&mut self, who: For) -> &mut Visitor {
        if who == For::Sam { self.sam } else { self.noor }
    }

    /// Writes these fields first for oneself, then otherwise, and shares that.
    async fn shares(&mut self, who: For, step: u8, fields: &[&'static str], plain: &[(&str, &str)]) {
        let (talk, mut kept, mut given) = (self.talk.clone(), Vec::new(), Vec::new());
        for field in fields {
            kept.push((*field, self.markers.text(who)));
            given.push((*field, self.markers.text(For::Both)));
        }
        let page = format!("{talk}/{step}");
        let mut private: Vec<(&str, &str)> = kept.iter().map(|(name, text)| (*name, text.as_str())).collect();
        private.extend(plain);
        private.push(("private", "1"));
        self.of(who).submit(&format!("{page}?form=1"), &page, &private).await;
        let mut open: Vec<(&str, &str)> = given.iter().map(|(name, text)| (*name, text.as_str())).collect();
        open.extend(plain);
        self.of(who).shares(&talk, step, &open).await;
    }

    async fn on(&mut self, who: For, act: &str) {
        let talk = self.talk.clone();
        self.of(who).goes_on(&talk, act).await;
    }

    async fn heard(&mut self, speaker: For, step: u8) {
        let listener = if speaker == For::Sam { For::Noor } else { For::Sam };
        self.on(listener, "listened").await;
        self.shares(listener, step, &["seen", "heard", "sense", "unsure"], &[]).await;
        self.on(speaker, "heard").await;
    }

    /// Writes what stands beside the talk: first kept, then other words, shared or left as they are.
    async fn adds(&mut self, who: For, what: &str, step: u8, shows: bool) {
        let (page, to) = (format!("{}/beside/{what}?form=1", self.talk), format!("{}/{step}", self.talk));
        let (kept, given) = (self.markers.text(who), self.markers.text(if shows { For::Both } else { who }));
        self.of(who).submit(&page, &to, &[("words", &kept), ("private", "1")]).await;
        let share = self.of(who).submit(&page, &to, &[("words", &given)]).await;
        if shows {
            self.of(who).confirms(&share).await;
        }
    }

    /// A time for the next sitting: Noor keeps one, and suggests it in other words; Sam keeps another for himself.
    async fn sets_aside(&mut self, when: &[(&str, &str)]) {
        let (page, to) = (format!("{}/next?form=1", self.talk), format!("{}/1", self.talk));
        for (who, of, private) in
            [(For::Noor, For::Noor, true), (For::Noor, For::Both, false), (For::Sam, For::Sam, true)]
        {
            let words = [self.markers.text(of), self.markers.text(of)];
            let mut fields = when.to_vec();
            fields.extend([("place", words[0].as_str()), ("note", words[1].as_str())]);
            if private {
                fields.push(("private", "1"));
            }
            let answer = self.of(who).submit(&page, &to, &fields).await;
            if !private {
                self.of(who).confirms(&answer).await;
            }
        }
    }

    /// Puts lines on a sheet, one after the other.
    async fn prepares(&mut self, who: For, sheet: &str, lines: &[&str]) {
        for line in lines {
            let page = self.of(who).get(sheet).await;
            let mut fields = page.form(sheet).expect("a sheet").fields;
            fields.iter_mut().rfind(|(name, _)| name == "text").expect("an empty line").1 =
                (*line).to_owned();
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            assert!(self.of(who).post(sheet, &fields).await.location().contains("done=kept"));
        }
    }

    /// Both prepare a step; who has the word releases one line and keeps the others.
    async fn releases(&mut self, who: For, step: u8) {
        for author in [For::Sam, For::Noor] {
            let sheet = format!("{}/notes/{step}", self.talk);
            let lines = [self.markers.text(author), self.markers.text(author), self.markers.text(author)];
            self.prepares(author, &sheet, &lines.each_ref().map(String::as_str)).await;
            if author == who {
                let page = format!("{}/{step}", self.talk);
                let page = self.of(who).stands_at_line(&page, &lines[1]).await;
                self.of(who).confirms(&page).await;
                self.markers.now_only(&lines[1], For::Both);
            }
        }
    }

    /// The next of the heavier steps opens today when both choose it.
    async fn today(&mut self) {
        self.on(For::Sam, "today").await;
        self.on(For::Noor, "today").await;
    }

    /// Both answer whether they are in: Noor keeps hers first, and neither is read before both are shown.
    async fn are_in(&mut self) {
        let (talk, mine) = (self.talk.clone(), [self.markers.text(For::Sam), self.markers.text(For::Noor)]);
        let page = format!("{talk}/0");
        for (who, text) in [For::Sam, For::Noor].into_iter().zip(&mine) {
            let kept = [("answer", "unsure"), ("words", text.as_str()), ("private", "1")];
            self.of(who).submit(&page, &page, &kept).await;
        }
        for who in [For::Sam, For::Noor] {
            let words = self.markers.text(For::Both);
            let share = self.of(who).writes(&talk, 0, &[("answer", "yes"), ("words", &words)]).await;
            let action = share.path.split('?').next().unwrap().to_owned();
            self.of(who).submit_on(&share, &action, &[("with", "partner")]).await;
        }
        self.on(For::Sam, "both-in").await;
    }

    async fn whole(&mut self, day: &str) {
        self.are_in().await;
        self.shares(
            For::Sam,
            0,
            &["name", "words"],
            &[("kinds", "lying"), ("mine", "hurt"), ("theirs", "caused")],
        )
        .await;
        self.on(For::Noor, "not-yet").await;
        let (talk, differs) = (self.talk.clone(), self.markers.text(For::Both));
        let page = format!("{talk}/0");
        let share = self.noor.submit(&format!("{page}?form=naming"), &page, &[("words", &differs)]).await;
        self.noor.confirms(&share).await;
        self.on(For::Noor, "accept-opening").await;
        let act = format!("{} has stopped altogether", self.markers.text(For::Both));
        let since = [("answer", "stopped"), ("date", "2026-02-01"), ("act", act.as_str())];
        self.shares(For::Noor, 0, &["words"], &since).await;
        self.on(For::Sam, "statement-read").await;
        let when = [("date", day), ("time", "19:30"), ("zone", "Europe/Berlin")];
        self.shares(For::Noor, 1, &["place", "note"], &when).await;
        self.on(For::Sam, "accept-time").await;
        self.on(For::Sam, "ready").await;
        self.on(For::Noor, "ready").await;
        self.sets_aside(&when).await;
        for author in [For::Sam, For::Noor] {
            let before = self.markers.text(author);
            self.prepares(author, "/talk/notes/3", &[&before]).await;
        }
        self.releases(For::Noor, 2).await;
        for who in [For::Sam, For::Noor] {
            self.shares(who, 2, &["own", "words"], &[("felt", "lonely")]).await;
        }
        for who in [For::Sam, For::Noor] {
            self.heard(who, 3).await;
        }
        self.releases(For::Sam, 4).await;
        for who in [For::Sam, For::Noor] {
            self.shares(who, 4, &["words"], &[]).await;
            self.heard(who, 4).await;
        }
        self.today().await;
        self.adds(For::Noor, "differently-4", 4, true).await;
        self.adds(For::Sam, "differently-4", 4, false).await;
        // Noor writes what lies deeper for herself, and passes
        self.shares(For::Sam, 5, &["words"], &[]).await;
        let (talk, deeper) = (self.talk.clone(), self.markers.text(For::Noor));
        let page = format!("{talk}/5");
        self.noor.submit(&format!("{page}?form=1"), &page, &[("words", &deeper), ("private", "1")]).await;
        self.on(For::Noor, "pass").await;
        self.on(For::Noor, "read-on").await;
        self.on(For::Sam, "read-on").await;
        self.today().await;
        self.shares(For::Noor, 6, &["act", "effect"], &[]).await;
        self.heard(For::Noor, 6).await;
        let own = self.markers.text(For::Sam);
        let page = format!("{talk}/6");
        self.sam.submit(&format!("{page}?form=1"), &page, &[("words", &own), ("private", "1")]).await;
        self.on(For::Sam, "pass").await;
        self.today().await;
        self.shares(For::Noor, 7, &["understand", "sense", "did", "regret", "keep"], &[]).await;
        self.shares(For::Sam, 7, &["need"], &[("answer", "not-yet")]).await;
        self.adds(For::Sam, "differently-6", 6, true).await;
        self.adds(For::Noor, "explanation", 7, true).await;
        self.adds(For::Noor, "meaning", 8, false).await;
        self.releases(For::Noor, 8).await;
        for who in [For::Sam, For::Noor] {
            self.shares(who, 8, &["idea"], &[]).await;
        }
        self.on(For::Sam, "enough").await;
        self.on(For::Noor, "enough").await;
        self.adds(For::Sam, "meaning", 8, true).await;
        self.comes_after().await;
    }

    /// It is called settled, and something new comes up after it: the earlier name is read once this is shared.
    async fn comes_after(&mut self) {
        let talk = self.talk.clone();
        self.sam.submit(&format!("{talk}/end"), &format!("{talk}/settled"), &[("mark", "1")]).await;
        let new = format!("/talk/new?after={}", talk.trim_start_matches("/talk/"));
        let asked = self.sam.submit(&new, "/talk/new", &[]).await;
        self.talk = asked.path.split('/').take(3).collect::<Vec<_>>().join("/");
        self.are_in().await;
        self.shares(
            For::Sam,
            0,
            &["name", "words"],
            &[("kinds", "other"), ("mine", "hurt"), ("theirs", "caused")],
        )
        .await;
    }
}

/// One line: private, sent, sent and taken back, and unfinished.
async fn lines(who: &mut Visitor, me: For, markers: &mut Markers) {
    for sent in [false, true, true] {
        let words = markers.text(if sent { For::Both } else { me });
        let kept = who.submit("/noticed/new?kind=thanks", "/noticed/new", &[("words", &words)]).await;
        let line = kept.path.clone();
        if sent {
            who.submit(&line, &format!("{line}/send"), &[]).await;
        }
    }
    let back = markers.text(me);
    let line = who.submit("/noticed/new", "/noticed/new", &[("words", &back)]).await.path;
    who.submit(&line, &format!("{line}/send"), &[]).await;
    who.submit(&line, &format!("{line}/back"), &[]).await;
    let form = who.get("/noticed/new").await.form("/noticed/new").unwrap();
    let kept = toward_form(&form.fields, &[("words", &markers.text(me))]);
    let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(who.post("/kept", &kept).await.status, 200);
}

/// Keeps a form of this page as it is typed, with this in it.
async fn types(who: &mut Visitor, page: &str, field: &str, words: &str) {
    let form = who.get(page).await.form(page).unwrap();
    let kept = toward_form(&form.fields, &[(field, words)]);
    let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(who.post("/kept", &kept).await.status, 200);
}

/// What somebody has not said, and questions: private, asked with what they are for, answered, put off, and taken back.
async fn questions(asker: &mut Visitor, answerer: &mut Visitor, me: For, other: For, markers: &mut Markers) {
    let (unsaid, said, begun) = (markers.text(me), markers.text(me), markers.text(me));
    for words in [&unsaid, &said] {
        asker.submit("/aside", "/aside", &[("words", words)]).await;
    }
    types(asker, "/aside", "words", &begun).await;
    asker.keeps_question(&markers.text(me)).await;
    types(asker, "/questions/new", "words", &markers.text(me)).await;
    for round in 0..3 {
        let question = asker.asks(&markers.text(For::Both)).await;
        let why = format!("{question}/why");
        asker.submit(&why, &why, &[("wish", &markers.text(me))]).await;
        types(asker, &why, "wish", &markers.text(me)).await;
        let (answer, later) = (format!("{question}/answer"), format!("{question}/later"));
        if round == 0 {
            answerer.answers(&question, &markers.text(For::Both)).await;
            // changed since
            answerer.submit(&answer, &answer, &[("words", &markers.text(other))]).await;
            continue;
        }
        types(answerer, &answer, "words", &markers.text(other)).await;
        let words = markers.text(if round == 1 { For::Both } else { other });
        let preview = answerer.submit(&later, &later, &[("way", "therapist"), ("words", &words)]).await;
        if round == 1 {
            answerer.shares_with(&preview.path, "partner").await;
        }
    }
    let back = markers.text(For::Both);
    let question = asker.asks(&back).await;
    let reply = markers.text(For::Both);
    answerer.answers(&question, &reply).await;
    answerer.shares_with(&format!("{question}/share/answer"), "me").await;
    markers.now_only(&reply, other);
    asker.shares_with(&format!("{question}/share/question"), "me").await;
    markers.now_only(&back, me);
}

/// Hard moments: private, with a line that was kept, one that was answered, one that was taken back; and unfinished.
async fn hard(who: &mut Visitor, other: &mut Visitor, me: For, them: For, markers: &mut Markers) {
    let moment = who.keeps_moment(&markers.text(me)).await;
    types(who, &format!("{moment}/edit"), "words", &markers.text(me)).await;
    types(who, "/now", "words", &markers.text(me)).await;
    types(who, &format!("{moment}/say"), "words", &markers.text(me)).await;
    who.words_line(&moment, &[("words", &markers.text(me)), ("need", "know")]).await;
    let line = who.sends_line(&markers.text(For::Both), "hold").await;
    let reply = format!("{line}/reply");
    let (taken, begun, said) = (markers.text(For::Both), markers.text(them), markers.text(For::Both));
    for (words, shown, stays) in [(&taken, true, false), (&begun, false, false), (&said, true, true)] {
        let page = other.get(&line).await;
        let fields = [("choice", "coming"), ("words", words.as_str()), ("look", "1")];
        let preview = other.submit_on(&page, &reply, &fields).await;
        if shown {
            other.shares_with(&preview.path, "partner").await;
        }
        if shown && !stays {
            other.shares_with(&preview.path, "me").await;
        }
    }
    markers.now_only(&taken, them);
    // begun, and left
    let line = who.sends_line(&markers.text(For::Both), "know").await;
    let page = other.get(&line).await.body;
    let held = page.split("name=\"held\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let typed = other.post("/kept", &[("held", held), ("words", &markers.text(them))]).await;
    assert_eq!(typed.status, 200);
    let back = markers.text(For::Both);
    let line = who.sends_line(&back, "leave").await;
    other.presses(&line, "read").await;
    who.shares_with(&format!("{line}/share"), "me").await;
    markers.now_only(&back, me);
}

/// Time apart: unfinished, kept, told with words that stay or are taken back, and how somebody comes back; and last words.
async fn apart(who: &mut Visitor, other: &mut Visitor, me: For, theirs: For, markers: &mut Markers) {
    const NEW: &str = "/us/time/new";
    const BACK: &str = "/us/time/back";
    let day = |days| (toward::clock::Clock::System.now().date() + time::Duration::days(days)).to_string();
    types(who, NEW, "words", &markers.text(me)).await;
    who.keeps_time(&day(9), &markers.text(me)).await;
    let back = markers.text(For::Both);
    let preview = who.keeps_time(&day(4), &back).await;
    who.shares_with(&preview.path, "partner").await;
    who.shares_with(&preview.path, "me").await;
    markers.now_only(&back, me);
    other.takes_time(&day(6), &markers.text(For::Both)).await;
    for asker in [&mut *who, &mut *other] {
        asker.about_time("end", "").await;
    }
    types(who, BACK, "words", &markers.text(me)).await;
    who.submit(BACK, BACK, &[("line", "here"), ("words", &markers.text(me))]).await;
    let preview = other.submit(BACK, BACK, &[("line", "talk"), ("words", &markers.text(For::Both))]).await;
    other.shares_with(&preview.path, "partner").await;
    for (person, right) in [(who, me), (other, theirs)] {
        let words = "/us/leaving/words";
        person.submit(words, words, &[("words", &markers.text(right))]).await;
        types(person, words, "words", &markers.text(right)).await;
    }
}

/// Practices: every field of an apology, answers kept and given, what may explain it, a list, parts and an agreement.
async fn practices(one: &mut Visitor, two: &mut Visitor, me: For, other: For, markers: &mut Markers) {
    let apology = "/between/1";
    types(one, &format!("{apology}/new"), "f-sense", &markers.text(me)).await;
    for shared in [false, true] {
        let whose = if shared { For::Both } else { me };
        let words: [String; 5] = std::array::from_fn(|_| markers.text(whose));
        let names = ["f-understand", "f-sense", "f-did", "f-regret", "f-keep"];
        let fields: Vec<(&str, &str)> = names.into_iter().zip(words.iter().map(String::as_str)).collect();
        let given = one.keeps_practice(apology, &fields).await;
        if !shared {
            continue;
        }
        one.shares_with(&format!("{given}/share"), "partner").await;
        two.answers_practice(&given, &[("answer", "not-yet"), ("words", &markers.text(For::Both))]).await;
        // changed since
        two.looks_at_answer(&given, &[("answer", "heard"), ("words", &markers.text(other))]).await;
        types(two, &format!("{given}/answer"), "words", &markers.text(other)).await;
        let later = format!("{given}/later");
        one.submit(&later, &later, &[("words", &markers.text(For::Both)), ("act", "keep")]).await;
        one.shares_with(&format!("{later}/share"), "partner").await;
        one.submit(&later, &later, &[("words", &markers.text(me)), ("act", "keep")]).await;
    }
    let back = markers.text(For::Both);
    let care = one.shares_practice("/between/10", &[("f-what", &back)]).await;
    one.shares_with(&format!("{care}/share"), "me").await;
    markers.now_only(&back, me);
    let rule = one.shares_practice("/between/6", &[("f-rule", &markers.text(For::Both))]).await;
    two.answers_practice(&rule, &[("answer", "agree"), ("words", &markers.text(For::Both))]).await;
    let page = format!("{rule}/other");
    two.submit(&page, &page, &[("f-rule", &markers.text(other)), ("act", "keep")]).await;
}

/// What both fill in: the one lets theirs wait, the other gives theirs to nobody; and a second practice that both gave.
async fn parts(sam: &mut Visitor, noor: &mut Visitor, markers: &mut Markers) {
    let fill = |words: &[String; 3]| {
        ["f-feel", "f-do", "f-think"].map(str::to_owned).into_iter().zip(words.clone()).collect::<Vec<_>>()
    };
    for (practice, his, hers) in [("/between/4", For::Sam, For::Noor)] {
        for (who, whose, when) in [(&mut *sam, his, "both"), (&mut *noor, hers, "me")] {
            let words: [String; 3] = std::array::from_fn(|_| markers.text(whose));
            let fields = fill(&words);
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            let part = who.keeps_practice(practice, &fields).await;
            let share = format!("{part}/share");
            who.submit(&share, &share, &[("with", when)]).await;
        }
    }
}

/// A plan that holds, how its promise went for both, and a setback of each, one of them shared.
async fn keeps_a_plan(sam: &mut Visitor, noor: &mut Visitor, day: &str, markers: &mut Markers) {
    let act = markers.text(For::Both);
    let promise =
        [("act", act.as_str()), ("who", "both"), ("how", "weekly"), ("starts", day), ("kind", "action")];
    let page = "/plan/draft/items/new";
    let put = sam.submit(page, page, &promise).await;
    assert!(put.path.contains("done=item"), "{}", put.text());
    sam.submit("/plan/draft", "/plan/draft", &[("to", "propose")]).await;
    sam.submit("/plan/propose", "/plan/propose", &[]).await;
    let agreed = noor.submit("/plan", "/plan/answer", &[("answer", "agree")]).await;
    assert!(agreed.path.contains("done=agreed"), "{}", agreed.text());
    let from = agreed.body.find("/plan/items/").expect("a promise that holds");
    let item = agreed.body[from..].split('"').next().unwrap().to_owned();
    for (who, me) in [(&mut *sam, For::Sam), (&mut *noor, For::Noor)] {
        let (first, shown, later) = (markers.text(me), markers.text(For::Both), markers.text(me));
        let share = format!("{item}/share");
        for (words, shows) in [(&first, false), (&shown, true), (&later, false)] {
            who.submit(&item, &item, &[("kept", "partly"), ("words", words)]).await;
            if shows {
                let shared = who.submit(&share, &share, &[("with", "partner")]).await;
                assert!(shared.path.contains("done=shared"), "{}", shared.text());
            }
        }
        let last = format!("{item}?week=last");
        who.submit(&last, &item, &[("kept", "not"), ("words", &markers.text(me))]).await;
        for shows in [true, false] {
            let words = markers.text(if shows { For::Both } else { me });
            let page = format!("/plan/setback?about={}", item.trim_start_matches("/plan/items/"));
            let kept = who.submit(&page, "/plan/setback", &[("words", &words)]).await;
            let share = format!("{}/share", kept.path.split('?').next().unwrap());
            if shows {
                let shared = who.submit(&share, &share, &[("with", "partner")]).await;
                assert!(shared.path.contains("done=shared"), "{}", shared.text());
            }
        }
    }
}

impl Visitor {
    /// The preview of the line with this text, from the page that offers it.
    async fn stands_at_line(&mut self, page: &str, text: &str) -> Answer {
        let page = self.get(page).await;
        let from = page.body.find(text).unwrap_or_else(|| panic!("no line: {}", page.text()));
        let href = page.body[from..].split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
        self.get(href.expect("a preview")).await
    }
}

/// Every page that somebody finds by following links, with its body.
async fn crawl(who: &mut Visitor, from: impl IntoIterator<Item = String>) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut next: Vec<String> = from.into_iter().collect();
    while let Some(path) = next.pop() {
        let skip = path.starts_with("/static/") || path == "/live" || pages.contains_key(&path);
        if skip || pages.len() > 900 {
            continue;
        }
        let answer = who.get(&path).await;
        let body = format!("{:?} {}", answer.headers, answer.body);
        let links = answer.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        next.extend(links.filter(|link| link.starts_with('/')).map(str::to_owned));
        next.extend(Some(answer.location().to_owned()).filter(|to| to.starts_with('/')));
        pages.insert(path, body);
    }
    pages
}

/// What somebody finds by the search and may not read: a part of every marker is looked for as far back as it goes, and
/// texts of others one by one.
async fn finds_by_search(
    visitor: &mut Visitor,
    who: &str,
    right: Option<For>,
    markers: &Markers,
) -> Vec<String> {
    let mut leaks = Vec::new();
    let form = visitor.get("/find").await.form("/find").expect("a form");
    let mut hits = BTreeSet::new();
    let mut answer = visitor.send_form(&form, &[("words", "qzm")]).await;
    loop {
        assert_eq!(answer.status, 200, "{who}: {}", answer.text());
        let shown = found(answer.body.replace("<mark>", "").replace("</mark>", "").as_bytes());
        // what was typed stands in the form, too
        hits.extend(shown.into_iter().filter(|marker| marker.ends_with("qz")));
        // the second form goes on
        let on = answer.body.rsplit("<form").next().unwrap_or_default();
        let value = |name: &str| {
            let rest = on.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
            rest.split('"').next().map(str::to_owned)
        };
        let (Some(day), Some(last)) = (value("day"), value("last")) else { break };
        let csrf = value("csrf").expect("a token");
        let fields = [("csrf", csrf.as_str()), ("words", "qzm"), ("day", &day), ("last", &last)];
        answer = visitor.post("/find", &fields).await;
    }
    let few = if matches!(right, Some(For::Sam | For::Noor)) { 100 } else { 0 };
    assert!(hits.len() >= few, "{who} finds {} texts only", hits.len());
    println!("{who} finds {} of them", hits.len());
    let allowed = |marker: &String| right.is_some_and(|right| markers.may_read(marker, right));
    for marker in hits.iter().filter(|marker| !allowed(marker)) {
        leaks.push(format!("{who} finds {marker} of {:?} by looking for it", markers.0.get(marker)));
    }
    for marker in markers.0.keys().filter(|marker| !allowed(marker)).step_by(9) {
        let answer = visitor.send_form(&form, &[("words", marker)]).await;
        if answer.status != 200 || answer.count("ol.timeline > li") > 0 {
            leaks.push(format!("{who} looks for {marker} of {:?} and finds it", markers.0.get(marker)));
        }
    }
    leaks
}

/// Every file below a folder.
fn files(folder: &Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            files(&entry.path(), all);
        } else if kind.is_file() {
            all.push(entry.path());
        }
    }
}

async fn owner(data: &Path) -> PgConnection {
    let options = PgConnectOptions::new_without_pgpass()
        .socket(data.join("s"))
        .port(5432)
        .username("owner")
        .database("toward");
    PgConnection::connect_with(&options).await.unwrap()
}

/// PostgreSQL writes everything it can into its log.
async fn log_everything(database: &mut PgConnection) {
    for setting in [
        "log_statement = 'all'",
        "log_min_duration_statement = 0",
        "log_parameter_max_length = -1",
        "log_parameter_max_length_on_error = -1",
        "log_min_messages = debug1",
        "log_min_error_statement = debug1",
        "debug_print_parse = on",
    ] {
        database.execute(AssertSqlSafe(format!("alter system set {setting}"))).await.unwrap();
    }
    database.execute("select pg_reload_conf()").await.unwrap();
}

/// A round of the check-in is open for both: they agree on a day, and time has passed, as far as the database knows.
async fn a_round(sam: &mut Visitor, noor: &mut Visitor, database: &mut PgConnection) -> String {
    sam.suggests_rounds(&SUNDAY).await;
    noor.answers_rounds("agree").await;
    let earlier = "update checkin_rhythm set since = since - interval '22 days'";
    database.execute(earlier).await.unwrap();
    sam.open_week().await
}

/// A marker in every field of the check-in.
fn fields_of(who: For, markers: &mut Markers) -> Vec<(&'static str, String)> {
    ["steps", "works", "hurts", "helped", "thanks", "quiet"].map(|name| (name, markers.text(who))).into()
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, text)| (*name, text.as_str())).collect()
}

/// Three rounds: a note to one that was missed; one in which Sam holds his and Noor keeps hers, with a line sent on its
/// own and a draft that came too late; and one that both open at once, after each had kept other words.
async fn weeks(sam: &mut Visitor, noor: &mut Visitor, markers: &mut Markers, database: &mut PgConnection) {
    let open = a_round(sam, noor, database).await;
    let (name, number) = open.rsplit_once('-').expect("a number");
    let missed = format!("{name}-{}/note", number.parse::<u32>().expect("a number") - 1);
    for (who, me) in [(&mut *sam, For::Sam), (&mut *noor, For::Noor)] {
        let text = markers.text(me);
        who.submit(&missed, &missed, &[("text", &text)]).await;
    }
    let held = fields_of(For::Sam, markers);
    sam.gives(&open, "both", &borrowed(&held)).await;
    let mut kept = fields_of(For::Noor, markers);
    kept[4].1 = markers.text(For::Both);
    let line = noor.fills_in(&open, "thanks", &borrowed(&kept)).await;
    noor.submit_on(&line, &format!("{open}/line/thanks"), &[]).await;
    let page = noor.get(&format!("{open}/write")).await;
    let draft = markers.text(For::Noor);
    let drafted = toward_form(&page.form(&format!("{open}/write")).unwrap().fields, &[("works", &draft)]);
    let drafted: Vec<(&str, &str)> =
        drafted.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(noor.post("/kept", &drafted).await.status, 200);

    database.execute("update checkin_rhythm set since = since - interval '7 days'").await.unwrap();
    let next = sam.open_week().await;
    assert_ne!(next, open);
    for (who, me) in [(&mut *sam, For::Sam), (&mut *noor, For::Noor)] {
        let private = fields_of(me, markers);
        who.fills_in(&next, "later", &borrowed(&private)).await;
        let given = fields_of(For::Both, markers);
        who.gives(&next, "both", &borrowed(&given)).await;
    }
}

/// The plan: answers kept, shared, changed since and taken back; a draft with other words first, proposed and signed by
/// both; a suggestion that was answered with another one; one that was taken back; and a draft that stays one.
async fn plan(sam: &mut Visitor, noor: &mut Visitor, markers: &mut Markers) {
    for (who, me) in [(&mut *sam, For::Sam), (&mut *noor, For::Noor)] {
        for number in 1..=3 {
            let page = format!("/plan/questions/{number}");
            let shared = markers.text(if number == 2 { me } else { For::Both });
            who.submit(&page, &page, &[("words", &shared)]).await;
            if number != 2 {
                let share = format!("{page}/share");
                who.submit(&share, &share, &[("with", "partner")]).await;
            }
            if number == 1 {
                let later = markers.text(me);
                who.submit(&page, &page, &[("words", &later)]).await;
            }
            if number == 3 {
                let back = format!("{page}/back");
                who.submit(&back, &back, &[]).await;
                markers.now_only(&shared, me);
            }
        }
    }
    let first = ["future", "boundaries", "support", "reason"].map(|name| (name, markers.text(For::Sam)));
    sam.submit("/plan/draft", "/plan/draft", &borrowed(&first)).await;
    drafts(sam, For::Both, markers).await;
    sam.submit("/plan/propose", "/plan/propose", &[]).await;
    let agreed = noor.submit("/plan", "/plan/answer", &[("answer", "agree")]).await;
    assert_eq!(agreed.path, "/plan?done=agreed", "{}", agreed.text());
    drafts(noor, For::Both, markers).await;
    noor.submit("/plan/propose", "/plan/propose", &[]).await;
    let back = drafts(sam, For::Both, markers).await;
    let proposed = sam.submit("/plan/propose", "/plan/propose", &[]).await;
    assert_eq!(proposed.path, "/plan?done=proposed", "{}", proposed.text());
    noor.get("/plan").await;
    sam.submit("/plan", "/plan/answer", &[("answer", "back")]).await;
    for marker in back {
        markers.now_only(&marker, For::Sam);
    }
    drafts(noor, For::Noor, markers).await;
}

/// A marker in every field of a draft and of a promise in it.
async fn drafts(who: &mut Visitor, right: For, markers: &mut Markers) -> Vec<String> {
    let today = toward::clock::Clock::System.now().date();
    let review = (today + time::Duration::days(30)).to_string();
    let act = markers.text(right);
    let promise =
        [("act", act.as_str()), ("who", "one"), ("how", "daily"), ("review", &review), ("kind", "openness")];
    let page = "/plan/draft/items/new";
    let put = who.submit(page, page, &promise).await;
    assert_eq!(put.path, "/plan/draft?done=item", "{}", put.text());
    let texts = ["future", "boundaries", "support", "reason"].map(|name| (name, markers.text(right)));
    let fields = borrowed(&texts);
    let kept = who.submit("/plan/draft", "/plan/draft", &fields).await;
    assert_eq!(kept.path, "/plan/draft?done=kept", "{}", kept.text());
    texts.into_iter().map(|(_, text)| text).chain([act]).collect()
}

/// The two write into every place there is, and share some of it.
async fn everything_written(sam: &mut Visitor, noor: &mut Visitor, database: &mut PgConnection) -> Markers {
    let mut markers = Markers::default();
    notes(sam, For::Sam, &mut markers).await;
    notes(noor, For::Noor, &mut markers).await;
    reflections(sam, For::Sam, &mut markers).await;
    reflections(noor, For::Noor, &mut markers).await;
    moments(sam, For::Sam, &mut markers).await;
    moments(noor, For::Noor, &mut markers).await;
    lines(sam, For::Sam, &mut markers).await;
    lines(noor, For::Noor, &mut markers).await;
    questions(sam, noor, For::Sam, For::Noor, &mut markers).await;
    questions(noor, sam, For::Noor, For::Sam, &mut markers).await;
    hard(sam, noor, For::Sam, For::Noor, &mut markers).await;
    hard(noor, sam, For::Noor, For::Sam, &mut markers).await;
    practices(sam, noor, For::Sam, For::Noor, &mut markers).await;
    practices(noor, sam, For::Noor, For::Sam, &mut markers).await;
    parts(sam, noor, &mut markers).await;
    let today = toward::clock::Clock::System.now().date().to_string();
    keeps_a_plan(sam, noor, &today, &mut markers).await;
    leaves(sam, For::Sam, &mut markers).await;
    leaves(noor, For::Noor, &mut markers).await;
    apart(sam, noor, For::Sam, For::Noor, &mut markers).await;
    let talk = sam.asks_for_a_talk().await;
    let day = (toward::clock::Clock::System.now() + time::Duration::days(7)).date();
    Told { sam, noor, talk, markers: &mut markers }.whole(&day.to_string()).await;
    weeks(sam, noor, &mut markers, database).await;
    plan(sam, noor, &mut markers).await;
    markers
}

/// The pages from which everybody looks around.
const BEGIN: [&str; 19] = [
    "/today",
    "/write",
    "/write/ideas",
    "/talk",
    "/weeks",
    "/weeks/moments",
    "/us",
    "/account",
    "/plan",
    "/noticed",
    "/questions",
    "/aside",
    "/past",
    "/past?mine=yes",
    "/now",
    "/now?early=1",
    "/us/time",
    "/us/leaving",
    "/between",
];

/// What the therapist of the two calls them.
async fn names_them(amari: &mut Visitor, markers: &mut Markers) {
    let list = amari.get("/clients").await;
    let couple = list.body.split("href=\"/clients/").nth(1).and_then(|rest| rest.get(..36)).expect("the two");
    let (label, page) = (markers.text(For::Amari), format!("/clients/{couple}/label"));
    let kept = amari.submit(&page, &page, &[("label", &label)]).await;
    assert!(kept.body.contains(&label), "{}", kept.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_what_was_not_shared_and_the_host_finds_nothing() {
    let mut place = Place::new();
    place.set("TOWARD_LOG", "trace");
    place.set("TOWARD_SIGN_UP", "invite");
    let program = place.start();
    let address = program.address().strip_prefix("http://").unwrap().parse().unwrap();
    let mut database = owner(&place.data()).await;
    log_everything(&mut database).await;

    let setup = program.setup_token().unwrap();
    let (mut sam, mut noor) = (Visitor::at(address), Visitor::at(address));
    let sams = sam.make_account(&format!("/start/{setup}"), "Sam", "sam@example.org").await;
    let invitation = sam.invitation().await;
    let noors = noor.make_account(&invitation, "Noor", "noor@example.org").await;

    // somebody of another couple on the same server
    let (mut iris, made) = (Visitor::at(address), place.run(&["invite"]));
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    let link =
        said.split_whitespace().find_map(|word| word.find("/start/").map(|at| &word[at..])).expect("a link");
    iris.make_account(link, "Iris", "iris@example.org").await;

    let mut markers = everything_written(&mut sam, &mut noor, &mut database).await;
    assert!(markers.0.len() >= 80, "{} markers", markers.0.len());

    // Sam's second step, used once at another door
    let (device, spare) = sam.switches_second_step_on(toward::clock::Clock::System.now()).await;
    let mut door = Visitor::at(address);
    door.sign_in("sam@example.org").await;
    let inside = door.submit("/sign-in/code", "/sign-in/code", &[("code", &spare[0])]).await;
    assert_eq!(inside.path, "/today", "{}", inside.text());
    // a private calendar: its address is a secret, and nothing that anybody wrote is in it
    let made = sam.submit("/account/reminders", "/account/reminders/calendar", &[("act", "make")]).await;
    let calendar =
        made.body[made.body.find("/cal/").expect("an address")..].split('"').next().unwrap().to_owned();

    let (mut amari, with) = lets_in(&mut sam, &mut noor, Visitor::at(address)).await;
    names_them(&mut amari, &mut markers).await;

    // every page, by everybody, at every address that anybody has found
    let begin = || BEGIN.map(str::to_owned);
    let first = crawl(&mut sam, begin()).await;
    let second = crawl(&mut noor, begin()).await;
    let third = crawl(&mut amari, begin().into_iter().chain(["/clients".to_owned()])).await;
    let mut all: BTreeSet<String> = first.keys().chain(second.keys()).chain(third.keys()).cloned().collect();
    all.insert(calendar.clone());
    let mut leaks = Vec::new();
    let mut read: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut nobody = Visitor::at(address);
    for (who, right, visitor) in [
        ("Sam", Some(For::Sam), &mut sam),
        ("Noor", Some(For::Noor), &mut noor),
        ("Amari", Some(For::Amari), &mut amari),
        ("Iris", None, &mut iris),
        ("nobody", None, &mut nobody),
    ] {
        for (path, body) in crawl(visitor, all.iter().cloned()).await {
            for marker in found(body.as_bytes()) {
                if !right.is_some_and(|right| markers.may_read(&marker, right)) {
                    leaks.push(format!("{who} finds {marker} of {:?} at {path}", markers.0.get(&marker)));
                }
                read.entry(who).or_default().insert(marker);
            }
        }
    }
    // and by the search
    for (who, right, visitor) in [
        ("Sam", Some(For::Sam), &mut sam),
        ("Noor", Some(For::Noor), &mut noor),
        ("Amari", Some(For::Amari), &mut amari),
        ("Iris", None, &mut iris),
    ] {
        leaks.extend(finds_by_search(visitor, who, right, &markers).await);
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    // the search itself works: what was shared is found, at least by the one it was shared with (the author's own page
    // shows the newest version)
    for (marker, _) in markers.0.iter().filter(|(_, right)| matches!(right, For::Both | For::Amari)) {
        assert!(read.values().any(|markers| markers.contains(marker)), "nobody finds {marker}");
    }

    // the host: a dump, every file of the data folder, and all logs
    let cookies: Vec<String> =
        [&sam, &noor, &door].iter().flat_map(|visitor| visitor.cookies.values().cloned()).collect();
    let mut secrets = vec![people::PASSPHRASE.to_owned(), setup, invitation.replace("/join/", ""), with];
    secrets.extend(cookies);
    secrets.extend(device.seed_in_every_writing());
    secrets.extend(spare.iter().flat_map(|code| [code.clone(), code.replace('-', ""), code.to_lowercase()]));
    secrets.push(calendar.replace("/cal/", "").replace(".ics", ""));
    secrets.extend([&sams, &noors].into_iter().flat_map(|code| in_every_writing(code)));
    let mut searched = vec![("the dump".to_owned(), dump(&place.data()))];
    database.execute("checkpoint").await.unwrap();
    let mut paths = Vec::new();
    files(place.path(), &mut paths);
    for path in paths {
        if let Ok(bytes) = fs::read(&path) {
            searched.push((path.display().to_string(), bytes));
        }
    }
    let log = searched.iter().find(|(name, _)| name.ends_with("postgres.log")).expect("a log");
    assert!(String::from_utf8_lossy(&log.1).contains("insert into revision"), "PostgreSQL logs statements");
    let needles = secrets.iter().map(String::as_bytes).chain([device.seed.as_slice()]);
    let needles = AhoCorasick::new(needles).unwrap();
    let (mut size, mut hits) = (0, Vec::new());
    for (name, bytes) in &searched {
        size += bytes.len();
        hits.extend(found(bytes).into_iter().map(|marker| format!("{marker} in {name}")));
        hits.extend(
            needles.find_iter(bytes).map(|hit| format!("secret {} in {name}", hit.pattern().as_usize())),
        );
    }
    let (texts, pages, files) = (markers.0.len(), all.len(), searched.len());
    println!("{texts} markers, {pages} addresses, {files} files with {size} bytes, {} hits", hits.len());
    assert!(hits.is_empty(), "{}", hits.join("\n"));
    program.stop();
}

/// A recovery code as people and programs write it.
fn in_every_writing(code: &str) -> [String; 4] {
    let bare = code.replace(' ', "");
    [code.to_owned(), code.replace(' ', "-"), bare.to_lowercase(), bare]
}

fn dump(data: &Path) -> Vec<u8> {
    let pg_dump = ["pg_dump".to_owned()]
        .into_iter()
        .chain(
            fs::read_dir("/usr/lib/postgresql")
                .into_iter()
                .flatten()
                .flatten()
                .map(|version| version.path().join("bin/pg_dump").display().to_string()),
        )
        .find(|program| {
            Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
        })
        .expect("pg_dump");
    let output = Command::new(pg_dump)
        .args(["--host", &data.join("s").display().to_string(), "--username", "owner", "--inserts", "toward"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.len() > 10_000);
    output.stdout
}
