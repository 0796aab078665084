//! A couple who have done everything there is and shared all of it with each other and with their therapist. Every name
//! and every text has something in it by which it is found again on a page.

use super::*;
use crate::support::{
    Answer, SUNDAY, Visitor,
    talk::{OPENING, Talk, Until, begin},
};

/// What only they know: their names, and a piece of every text.
const THEIRS: [&str; 4] = ["Samson", "Noortje", "by Sam", "by Noor"];
/// Of that, their names.
pub(super) const NAMES: [&str; 2] = ["Samson", "Noortje"];

/// The two, and where their things are.
pub(super) struct House {
    pub(super) sam: Somebody,
    pub(super) noor: Somebody,
    pub(super) couple: uuid::Uuid,
    /// Parts of addresses.
    pub(super) talk: String,
    note: String,
    line: String,
    question: String,
    hard: String,
    aside: String,
    moment: String,
    setback: String,
    item: String,
    version: String,
    week: String,
    entry: String,
}

/// The last part of where something was kept.
fn kept(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}: {}", answer.path, answer.text());
    answer.path.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

async fn shares(who: &mut Visitor, page: &str) {
    let shared = who.submit(page, page, &[("with", "partner")]).await;
    assert!(shared.path.contains("done="), "{page}: {}", shared.text());
}

/// A whole talk, to its end.
async fn talks(app: &TestApp, sam: &mut Somebody, noor: &mut Somebody) -> String {
    let path = begin(&mut sam.browser, &mut noor.browser, &OPENING).await;
    let (one, two) = (&mut sam.browser, &mut noor.browser);
    let mut talk = Talk {
        sam: std::mem::replace(one, app.visitor()),
        noor: std::mem::replace(two, app.visitor()),
        path,
    };
    talk.play(Until::Proposed, Until::End, app).await;
    (sam.browser, noor.browser) = (talk.sam, talk.noor);
    talk.path.trim_start_matches("/talk/").to_owned()
}

/// A plan that both have signed, with a promise; how it went with it, and a setback. The promise's and the setback's id.
async fn plans(sam: &mut Visitor, noor: &mut Visitor) -> (String, String) {
    for (who, words) in [(&mut *sam, "future by Sam"), (&mut *noor, "future by Noor")] {
        who.submit("/plan/questions/1", "/plan/questions/1", &[("words", words)]).await;
        shares(who, "/plan/questions/1/share").await;
    }
    let promise = [("act", "a walk by Sam"), ("who", "both"), ("how", "weekly"), ("kind", "action")];
    let page = "/plan/draft/items/new";
    let put = sam.submit(page, page, &promise).await;
    assert!(put.path.contains("done=item"), "{}", put.text());
    sam.submit("/plan/draft", "/plan/draft", &[("to", "propose")]).await;
    sam.submit("/plan/propose", "/plan/propose", &[]).await;
    let agreed = noor.submit("/plan", "/plan/answer", &[("answer", "agree")]).await;
    assert!(agreed.path.contains("done=agreed"), "{}", agreed.text());
    let from = agreed.body.find("/plan/items/").expect("a promise that holds");
    let item = agreed.body[from..].split('"').next().unwrap().to_owned();
    for (who, words) in [(&mut *sam, "how it went by Sam"), (&mut *noor, "how it went by Noor")] {
        who.submit(&item, &item, &[("kept", "partly"), ("words", words)]).await;
        shares(who, &format!("{item}/share")).await;
    }
    let id = item.trim_start_matches("/plan/items/").to_owned();
    let page = format!("/plan/setback?about={id}");
    let setback = kept(&noor.submit(&page, "/plan/setback", &[("words", "a setback by Noor")]).await);
    shares(noor, &format!("/plan/setback/{setback}/share")).await;
    (id, setback)
}

/// What nobody reads but its owner, and what lies beside: a pace that waits, a draft, something taken back, a calendar, an
/// address for mails, and a second step.
async fn beside(app: &TestApp, sam: &mut Somebody, noor: &mut Somebody) {
    let pace = [("longest", "60"), ("quiet", "none"), ("zone", "Europe/Berlin")];
    let proposed = sam.browser.submit("/us/pace", "/us/pace", &pace).await;
    assert_eq!(proposed.status, 200, "{}", proposed.text());
    let form = sam.browser.get("/write/new").await.form("/write/new").unwrap();
    let mut fields: Vec<_> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.iter_mut().find(|(name, _)| *name == "text").unwrap().1 = "a draft by Sam";
    assert_eq!(sam.browser.post("/kept", &fields).await.status, 200);
    let note =
        kept(&noor.browser.submit("/write/new", "/write/new", &[("text", "taken back by Noor")]).await);
    let taken = format!("/n/{note}");
    shares(&mut noor.browser, &format!("{taken}/share")).await;
    assert!(sam.browser.get(&taken).await.body.contains("taken back by Noor"));
    noor.browser.submit(&format!("{taken}/back"), &format!("{taken}/back"), &[]).await;
    noor.browser.submit("/account/reminders", "/account/reminders/calendar", &[("act", "make")]).await;
    noor.browser.switches_second_step_on(app.clock.now()).await;
    for sql in [
        "insert into reminder_mail (person_id, address, nonce, stop_digest, zone)
             values ($1, 'by.sam@example.org', decode(repeat('01', 16), 'hex'), decode(repeat('01', 32), 'hex'), 'UTC')",
        "insert into outbox (id, person_id, kind, about, at, next_try)
             values (gen_random_uuid(), $1, 'test', gen_random_uuid(), '2026-03-09', '2026-03-09')",
        "insert into checkin_look (person_id, pair) select $1, pair from checkin_met on conflict do nothing",
    ] {
        sqlx::query(sql).bind(sam.id.0).execute(app.owner()).await.unwrap();
    }
}

impl House {
    /// The two with everything they have, and no therapist.
    pub(super) async fn new(app: &TestApp) -> Self {
        let (mut sam, mut noor) = app.linked("Samson", "Noortje").await;
        let talk = talks(app, &mut sam, &mut noor).await;
        let (item, setback) = plans(&mut sam.browser, &mut noor.browser).await;
        sam.browser.suggests_rounds(&SUNDAY).await;
        noor.browser.answers_rounds("agree").await;
        app.later(7, &mut [&mut sam, &mut noor]).await;
        let week = sam.browser.open_week().await;
        sam.browser.gives(&week, "now", &[("thanks", "thanks by Sam"), ("lean", "6")]).await;
        noor.browser.gives(&week, "now", &[("thanks", "thanks by Noor"), ("lean", "4")]).await;
        let fields = [("title", "title by Sam"), ("text", "note by Sam")];
        let note = kept(&sam.browser.submit("/write/new", "/write/new", &fields).await);
        shares(&mut sam.browser, &format!("/n/{note}/share")).await;
        noor.browser.submit("/write/new", "/write/new", &[("text", "never shown by Noor")]).await;
        let words = [("words", "a line by Noor")];
        let line = noor.browser.submit("/noticed/new?kind=thanks", "/noticed/new", &words).await;
        noor.browser.submit_on(&line, &format!("{}/send", line.path), &[]).await;
        let fields = [("day", "2026-03-01"), ("words", "a moment by Sam")];
        let moment = sam.browser.submit("/weeks/moments/new", "/weeks/moments/new", &fields).await;
        let moments = "select id from entry where kind = 'moment'";
        let moment_id: uuid::Uuid = sqlx::query_scalar(moments).fetch_one(app.owner()).await.unwrap();
        assert_eq!(moment.status, 200, "{}", moment.text());
        shares(&mut sam.browser, &format!("/weeks/moments/{moment_id}/share")).await;
        let asked = sam.browser.asks("a question by Sam").await;
        noor.browser.answers(&asked, "an answer by Noor").await;
        let other = noor.browser.asks("another question by Noor").await;
        let later = format!("{other}/later");
        let fields = [("way", "therapist"), ("words", "a room by Sam")];
        sam.browser.submit(&later, &later, &fields).await;
        shares(&mut sam.browser, &format!("{other}/share/later")).await;
        noor.browser.submit("/aside", "/aside", &[("words", "never said by Noor")]).await;
        let hard = sam.browser.sends_line("a hard line by Sam", "know").await;
        noor.browser.presses(&hard, "here").await;
        noor.browser.keeps_moment("never said in a hard moment by Noor").await;
        beside(app, &mut sam, &mut noor).await;
        let one = async |sql: &str| -> uuid::Uuid {
            sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(app.owner()).await.unwrap()
        };
        Self {
            couple: one("select couple_id from membership limit 1").await,
            version: one("select entry_id from plan_version limit 1").await.to_string(),
            entry: one("select id from entry where kind = 'talk' limit 1").await.to_string(),
            week: week.trim_start_matches("/weeks/").to_owned(),
            moment: moment_id.to_string(),
            line: kept(&line),
            question: asked.trim_start_matches("/questions/").to_owned(),
            hard: hard.trim_start_matches("/now/").to_owned(),
            aside: one("select id from entry where kind = 'sheet' and about is null
                 and author = (select id from person where name = 'Noortje') limit 1")
            .await
            .to_string(),
            sam,
            noor,
            talk,
            note,
            setback,
            item,
        }
    }

    /// Both let somebody in.
    pub(super) async fn lets_in(&self, app: &TestApp, therapist: &Somebody) -> AccessId {
        let code = linked(app, &self.sam, &self.noor).await;
        let Accepted::Open(id) = accept(app, therapist, &code).await else { panic!("not accepted") };
        id
    }

    /// Both share with the therapist whatever they have shared with each other. How much that is.
    pub(super) async fn shows_everything(&self, app: &TestApp) -> usize {
        // halves of a pair have a way of their own
        let sql = "select distinct g.entry_id from entry_grant g join entry e on e.id = g.entry_id
                   where g.author = $1 and g.reader_role = 'partner' and not g.held
                     and e.kind not in ('access', 'settings')";
        let (mut shown, mut kinds) = (0, std::collections::BTreeSet::new());
        for who in [&self.sam, &self.noor] {
            let ids: Vec<uuid::Uuid> =
                sqlx::query_scalar(sql).bind(who.id.0).fetch_all(app.owner()).await.unwrap();
            let ours = ours(app, who).await.unwrap();
            let (therapist, access) = ours.reader().unwrap();
            let mut scope = app.scope(who).await;
            for id in ids {
                let today = app.clock.now().date();
                let done =
                    entries::show_therapist(&mut scope, &who.hand, therapist, access, EntryId(id), today)
                        .await;
                assert!(done.unwrap());
                shown += 1;
            }
            scope.commit().await.unwrap();
        }
        let sql = "select distinct e.kind from entry_grant g join entry e on e.id = g.entry_id where access is not null";
        kinds.extend(sqlx::query_scalar::<_, String>(sql).fetch_all(app.owner()).await.unwrap());
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        assert_eq!(
            kinds,
            ["checkin", "hard", "line", "mark", "moment", "note", "plan", "question", "talk"],
            "one of every kind"
        );
        shown
    }

    /// A route's address with what is theirs in it.
    pub(super) fn fill(&self, pattern: &str, access: AccessId) -> String {
        let begins = |prefix: &str| pattern.starts_with(prefix);
        let access = access.to_string();
        let id = match () {
            () if begins("/clients/") => &access,
            () if begins("/talk/") => &self.talk,
            () if begins("/plan/items/") => &self.item,
            () if begins("/plan/setback/") => &self.setback,
            () if begins("/noticed/") => &self.line,
            () if begins("/questions/") => &self.question,
            () if begins("/now/") => &self.hard,
            () if begins("/aside/") => &self.aside,
            () if begins("/weeks/moments/") => &self.moment,
            () => &self.note,
        };
        // what they read in full is a note; the first piece of the talk waits for the other half of its pair
        let entry = if pattern.contains("/shared/") { &self.note } else { &self.entry };
        let known = [
            ("id", id),
            ("talk", &self.talk),
            ("entry", entry),
            ("line", &self.entry),
            ("item", &self.item),
            ("version", &self.version),
            ("week", &self.week),
        ];
        filled(pattern, &known)
    }
}

/// What stands for something that is nobody's.
const PLAIN: [(&str, &str); 8] = [
    ("step", "2"),
    ("n", "1"),
    ("what", "meaning"),
    ("which", "thanks"),
    ("token", "unknown"),
    ("file", "unknown.ics"),
    ("code", "unknown"),
    ("number", "1"),
];

fn filled(pattern: &str, known: &[(&str, &String)]) -> String {
    let mut path = pattern.to_owned();
    for (name, value) in known.iter().map(|(name, value)| (*name, value.as_str())).chain(PLAIN) {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    assert!(!path.contains('{'), "say in the house of the tests what stands for the name in {pattern}");
    path
}

/// The same address with ids that nothing has; none when the route names nothing of anybody's.
pub(super) fn of_nothing(pattern: &str) -> Option<String> {
    let (random, week) = (EntryId::random().to_string(), "00000000-1".to_owned());
    let names = ["id", "talk", "entry", "line", "item", "version"];
    let mut known: Vec<_> = names.iter().map(|name| (*name, &random)).collect();
    known.push(("week", &week));
    known.iter().any(|(name, _)| pattern.contains(&format!("{{{name}}}"))).then(|| filled(pattern, &known))
}

/// What of theirs is on a page.
pub(super) fn theirs(answer: &Answer) -> Vec<&'static str> {
    THEIRS.into_iter().filter(|text| answer.body.contains(text)).collect()
}

/// The token of the browser's session; empty when there is none.
pub(super) async fn token(browser: &mut Visitor) -> String {
    let form = browser.get("/account").await.form("/leave");
    let fields = form.map(|form| form.fields).unwrap_or_default();
    fields.into_iter().find(|(name, _)| name == "csrf").map(|(_, value)| value).unwrap_or_default()
}
