//! The couple's pace: in force when both have agreed to it and not before, whoever forges what; and nobody else's.

use axum::http::StatusCode;
use sqlx::AssertSqlSafe;
use time::Duration;
use toward::{
    db::{Asker, Scope},
    ids::PersonId,
};

use crate::support::{
    Answer, TestApp, Visitor,
    talk::{By, Until},
};

const BEGINS: &str = "After an hour and a half, the talk offers to stop. There are no quiet hours.";
const BERLIN: [(&str, &str); 5] =
    [("longest", "60"), ("quiet", "hours"), ("from", "22:30"), ("to", "07:00"), ("zone", "Europe/Berlin")];

async fn suggest(who: &mut Visitor, fields: &[(&str, &str)]) -> Answer {
    who.submit("/us/pace", "/us/pace", fields).await
}

async fn answer(who: &mut Visitor, answer: &str) -> Answer {
    who.submit("/us/pace", "/us/pace/answer", &[("answer", answer)]).await
}

/// What holds, as the page says it.
async fn holds(who: &mut Visitor) -> String {
    who.get("/us/pace").await.all("section[aria-labelledby=holds] li").join(" ")
}

/// What lies on the table, as the page says it.
async fn table(who: &mut Visitor) -> Option<String> {
    who.get("/us/pace").await.all("section[aria-labelledby=table] h2").pop()
}

async fn token(who: &mut Visitor) -> String {
    let form = who.get("/us/pace").await.form("/us/pace").unwrap();
    form.fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1
}

async fn id_of(app: &TestApp, name: &str) -> PersonId {
    let id = sqlx::query_scalar("select id from person where name = $1").bind(name);
    PersonId(id.fetch_one(app.owner()).await.unwrap())
}

async fn open_suggestion(app: &TestApp) -> String {
    let id = sqlx::query_scalar("select id::text from couple_pacing where answer is null");
    id.fetch_one(app.owner()).await.unwrap()
}

async fn rows(app: &TestApp) -> Vec<(String, Option<String>, i16)> {
    let rows = "select p.name, c.answer, c.longest from couple_pacing c join person p on p.id = c.proposed_by order by number";
    sqlx::query_as(rows).fetch_all(app.owner()).await.unwrap()
}

#[tokio::test]
async fn everybody_begins_with_the_same_pace_and_it_changes_when_both_agree() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    assert!(sam.get("/us").await.text().contains(BEGINS));
    assert!(holds(&mut noor).await.starts_with(BEGINS));
    assert!(noor.get("/us/pace").await.text().contains("Everyone begins with this."));

    let suggested = suggest(&mut sam, &BERLIN).await;
    assert!(
        suggested.text().contains("Nothing changes until both of you have agreed"),
        "{}",
        suggested.text()
    );
    for who in [&mut sam, &mut noor] {
        assert!(holds(who).await.starts_with(BEGINS), "the old one holds");
    }
    assert_eq!(table(&mut sam).await.as_deref(), Some("You have suggested"));
    assert_eq!(table(&mut noor).await.as_deref(), Some("Sam suggests"));
    assert!(noor.get("/us").await.text().contains("Sam suggests another pace."));
    assert!(noor.get("/today").await.text().contains("Sam suggests another pace for your talks"));
    assert!(!sam.get("/today").await.text().contains("another pace"));

    let agreed = answer(&mut noor, "agree").await;
    assert!(agreed.text().contains("This is your pace from now on"), "{}", agreed.text());
    for who in [&mut sam, &mut noor] {
        let line = "After an hour, the talk offers to stop. Quiet hours are from 22:30 to 07:00. Time zone: Europe/Berlin.";
        assert_eq!(holds(who).await, line);
        assert_eq!(table(who).await, None);
        assert!(!who.get("/today").await.text().contains("another pace"));
        assert!(!who.get("/us/pace").await.text().contains("Everyone begins with this."));
    }
}

#[tokio::test]
async fn the_other_leaves_it_or_suggests_something_else_and_the_proposer_takes_it_back() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    suggest(&mut sam, &BERLIN).await;
    let left = answer(&mut noor, "leave").await;
    assert!(
        left.text().contains("It stays as it is.") && !left.text().contains("Sam suggests"),
        "{}",
        left.text()
    );
    assert_eq!(table(&mut noor).await, None, "whoever left it is done with it");
    assert_eq!(table(&mut sam).await.as_deref(), Some("Noor would rather leave it as it is"));
    answer(&mut sam, "back").await;
    assert_eq!((table(&mut sam).await, rows(&app).await.len()), (None, 0), "nothing of it is kept");

    suggest(&mut sam, &BERLIN).await;
    answer(&mut sam, "back").await;
    assert_eq!((table(&mut noor).await, rows(&app).await.len()), (None, 0));

    suggest(&mut sam, &BERLIN).await;
    let page = noor.get("/us/pace").await;
    let offered = page.form("/us/pace").unwrap().fields;
    assert!(offered.contains(&("longest".to_owned(), "60".to_owned())), "it begins with what Sam suggests");
    suggest(&mut noor, &[("longest", "45")]).await;
    assert_eq!(table(&mut noor).await.as_deref(), Some("You have suggested"));
    assert_eq!(table(&mut sam).await.as_deref(), Some("Noor suggests"));
    assert_eq!(rows(&app).await, [("Noor".to_owned(), None, 45)], "one lies on the table at a time");
    answer(&mut sam, "agree").await;
    assert!(holds(&mut noor).await.starts_with("After three quarters of an hour"));

    // a later one takes its place, and what is left does not
    suggest(&mut noor, &[("longest", "30"), ("quiet", "none")]).await;
    answer(&mut sam, "leave").await;
    assert!(holds(&mut sam).await.starts_with("After three quarters of an hour"));
    suggest(&mut sam, &[("longest", "120")]).await;
    answer(&mut noor, "agree").await;
    assert!(holds(&mut sam).await.starts_with("After two hours"));
}

#[tokio::test]
async fn what_does_not_make_sense_is_asked_again_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    let (mut sam, _) = app.partners().await;
    let refused = async |sam: &mut Visitor, change: &[(&str, &str)], says: &str| {
        let form = sam.get("/us/pace").await.form("/us/pace").unwrap();
        let mut fields = BERLIN.to_vec();
        fields.retain(|(name, _)| !change.iter().any(|(changed, _)| changed == name));
        fields.extend(change);
        let answer = sam.send_form(&form, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{change:?}");
        assert!(answer.all(".field.bad .err").concat().contains(says), "{change:?}: {}", answer.text());
        let kept = answer.form("/us/pace").unwrap().fields;
        for (name, value) in fields.iter().filter(|(name, _)| !["longest", "quiet"].contains(name)) {
            assert!(kept.contains(&((*name).to_owned(), (*value).to_owned())), "{name} is lost: {kept:?}");
        }
    };
    refused(&mut sam, &[("to", "22:30")], "an end that is not the same").await;
    refused(&mut sam, &[("from", "late"), ("zone", "")], "Choose an hour").await;
    refused(&mut sam, &[("zone", "<b>Home</b>")], "Choose a time zone").await;
    refused(&mut sam, &[("zone", "Etc/Unknown")], "Choose a time zone").await;
    refused(&mut sam, &[("longest", "31")], "how long a sitting may last").await;
    refused(&mut sam, &[("longest", "-90")], "how long a sitting may last").await;
    refused(&mut sam, &[("quiet", "always")], "whether there are quiet hours").await;
    refused(&mut sam, &[("longest", "90"), ("quiet", "none"), ("zone", "UTC")], "how it is already").await;
    assert_eq!(rows(&app).await, []);
}

#[tokio::test]
async fn nobody_agrees_to_their_own_suggestion_or_to_one_they_have_not_seen() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    suggest(&mut sam, &BERLIN).await;
    let first = open_suggestion(&app).await;
    let (sams, noors) = (token(&mut sam).await, token(&mut noor).await);
    for say in ["agree", "leave", "", "agreed"] {
        let own = sam.post("/us/pace/answer", &[("csrf", &sams), ("id", &first), ("answer", say)]).await;
        assert_eq!(own.location(), "/us/pace?done=gone", "{say}");
    }
    let page = noor.get("/us/pace").await;
    suggest(&mut sam, &[("longest", "30")]).await;
    assert_ne!(open_suggestion(&app).await, first);
    let stale = noor.submit_on(&page, "/us/pace/answer", &[("answer", "agree")]).await;
    assert!(stale.text().contains("not on the table any more"), "{}", stale.text());
    assert!(stale.text().contains("After half an hour") && stale.text().contains("Sam suggests"));
    let back = noor.post("/us/pace/answer", &[("csrf", &noors), ("id", &first), ("answer", "back")]).await;
    assert_eq!(back.location(), "/us/pace?done=gone");
    let second = open_suggestion(&app).await;
    let back = noor.post("/us/pace/answer", &[("csrf", &noors), ("id", &second), ("answer", "back")]).await;
    assert_eq!(back.location(), "/us/pace?done=gone", "only whoever suggested it takes it back");
    for id in ["", "x", "00000000-0000-4000-8000-000000000000"] {
        let none = noor.post("/us/pace/answer", &[("csrf", &noors), ("id", id), ("answer", "agree")]).await;
        assert_eq!(none.location(), "/us/pace?done=gone", "{id}");
    }
    assert!(holds(&mut sam).await.starts_with(BEGINS) && holds(&mut noor).await.starts_with(BEGINS));

    // a form that was made before the other one suggested something keeps its words and replaces nothing
    let form = page.form("/us/pace").unwrap();
    let stale = noor.send_form(&form, &[("longest", "45"), ("zone", "Europe/Vienna")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("Something has changed meanwhile"), "{}", stale.text());
    let again = stale.form("/us/pace").unwrap();
    assert!(again.fields.contains(&("zone".to_owned(), "Europe/Vienna".to_owned())));
    assert_eq!(open_suggestion(&app).await, second);
    let sent = noor.send_form(&again, &[]).await;
    assert_eq!(sent.location(), "/us/pace?done=suggested", "after having seen it, it counts");
    // and agreeing twice changes nothing
    let agree = sam.get("/us/pace").await.form("/us/pace/answer").unwrap();
    assert_eq!(sam.send_form(&agree, &[("answer", "agree")]).await.location(), "/us/pace?done=agreed");
    assert_eq!(sam.send_form(&agree, &[("answer", "agree")]).await.location(), "/us/pace?done=gone");
    assert_eq!(sam.send_form(&agree, &[("answer", "leave")]).await.location(), "/us/pace?done=gone");
    let what_noor_has = suggest(&mut sam, &[("longest", "60")]).await;
    assert!(what_noor_has.text().contains("You have suggested"));
    let exactly = suggest(&mut noor, &[]).await;
    assert!(exactly.text().contains("Sam suggests exactly this"), "{}", exactly.text());
}

#[tokio::test]
async fn of_two_who_suggest_at_once_one_is_on_the_table_and_the_other_is_told() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    for round in 0..4 {
        let forms = [&mut sam, &mut noor].map(|who| (who.cookies.clone(), who));
        let mut open = Vec::new();
        for (cookies, who) in forms {
            open.push((cookies, who.get("/us/pace").await.form("/us/pace").unwrap()));
        }
        let mut tries = tokio::task::JoinSet::new();
        for (number, longest) in ["30", "45", "60", "120"].into_iter().enumerate() {
            let (cookies, form) = open[number % 2].clone();
            let mut visitor = app.visitor();
            visitor.cookies = cookies;
            tries.spawn(async move {
                let answer = visitor.send_form(&form, &[("longest", longest), ("zone", "UTC")]).await;
                (answer.status, answer.location().to_owned())
            });
        }
        let answers = tries.join_all().await;
        assert!(answers.iter().all(|(status, _)| !status.is_server_error()), "{answers:?}");
        assert!(answers.iter().any(|(status, _)| *status == StatusCode::SEE_OTHER), "{answers:?}");
        assert_eq!(rows(&app).await.len(), 1, "round {round}");
    }
}

#[tokio::test]
async fn a_third_person_and_whoever_has_left_can_neither_see_nor_answer_it() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let (mut iris, _max) = app.couple("Iris", "Max").await;
    let mut tom = app.person("Tom").await;
    suggest(&mut sam, &BERLIN).await;
    answer(&mut noor, "agree").await;
    suggest(&mut sam, &[("longest", "45")]).await;
    let id = open_suggestion(&app).await;
    for (visitor, name) in [(&mut iris.visitor, "Iris"), (&mut tom.visitor, "Tom")] {
        let csrf = visitor.get("/account").await.form("/sign-out").unwrap().fields[0].1.clone();
        for say in ["agree", "leave", "back"] {
            visitor.post("/us/pace/answer", &[("csrf", &csrf), ("id", &id), ("answer", say)]).await;
        }
        for path in ["/us", "/us/pace", "/today"] {
            let page = visitor.get(path).await;
            assert!(
                !page.text().contains("Sam suggests") && !page.text().contains("Time zone: Europe/Berlin"),
                "{name} at {path}"
            );
        }
        if name == "Iris" {
            assert!(holds(visitor).await.starts_with(BEGINS));
        } else {
            assert_eq!(visitor.get("/us/pace").await.location(), "/us", "alone there is nothing to agree on");
            let alone = visitor
                .post("/us/pace", &[("csrf", &csrf), ("longest", "30"), ("quiet", "none"), ("zone", "UTC")])
                .await;
            assert_eq!(alone.location(), "/us");
        }
    }
    assert_eq!(open_suggestion(&app).await, id);

    let (sams, noors) = (token(&mut sam).await, token(&mut noor).await);
    sam.submit("/us/leaving", "/us/leaving", &[]).await;
    for (visitor, csrf) in [(&mut sam, &sams), (&mut noor, &noors)] {
        assert_eq!(visitor.get("/us/pace").await.location(), "/us");
        for say in ["agree", "leave", "back"] {
            visitor.post("/us/pace/answer", &[("csrf", csrf), ("id", &id), ("answer", say)]).await;
        }
        let mut fields = BERLIN.to_vec();
        fields.push(("csrf", csrf));
        assert_eq!(visitor.post("/us/pace", &fields).await.location(), "/us");
        assert!(!visitor.get("/today").await.text().contains("another pace"));
    }
    assert_eq!(open_suggestion(&app).await, id, "nothing was done to it");
    // with somebody else, or with the same one again, it begins anew
    let path = noor.invitation().await;
    let page = sam.get(&path).await;
    sam.submit_on(&page, &format!("{path}/accept"), &[]).await;
    assert!(holds(&mut sam).await.starts_with(BEGINS));
    assert_eq!(table(&mut noor).await, None);
}

/// As the runtime role, in the name of `me`: how many rows it changed; none when it was refused.
async fn forged(app: &TestApp, me: PersonId, sql: &str) -> u64 {
    let mut scope = Scope::begin(app.runtime(), Asker::Person(me)).await.unwrap();
    let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *scope).await;
    let rows = done.map_or(0, |done| done.rows_affected());
    if rows > 0 {
        scope.commit().await.unwrap();
    }
    rows
}

async fn seen(app: &TestApp, asker: Asker<'_>) -> i64 {
    let mut scope = Scope::begin(app.runtime(), asker).await.unwrap();
    sqlx::query_scalar("select count(*) from couple_pacing").fetch_one(&mut *scope).await.unwrap()
}

#[tokio::test]
async fn with_the_pages_out_of_the_way_nobody_puts_a_pace_in_force_alone() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    app.person("Tom").await;
    let (s, n, t) = (id_of(&app, "Sam").await, id_of(&app, "Noor").await, id_of(&app, "Tom").await);
    suggest(&mut sam, &BERLIN).await;
    answer(&mut noor, "agree").await;
    suggest(&mut sam, &[("longest", "45")]).await;
    let before = rows(&app).await;
    let couple: String = sqlx::query_scalar("select distinct couple_id::text from couple_pacing")
        .fetch_one(app.owner())
        .await
        .unwrap();
    let insert = |by: PersonId, answer: &str, answered_by: &str| {
        format!(
            "insert into couple_pacing (id, couple_id, number, proposed_by, zone, longest, answer, answered_by)
             values ('{}', '{couple}', 9, '{by}', 'UTC', 30, {answer}, {answered_by})",
            uuid::Uuid::new_v4()
        )
    };
    let mut tries = vec![
        // agreeing to one's own, as oneself and as the other
        (s, format!("update couple_pacing set answer = 'agreed', answered_by = '{s}' where answer is null")),
        (s, format!("update couple_pacing set answer = 'agreed', answered_by = '{n}' where answer is null")),
        (s, "update couple_pacing set answer = 'agreed', answered_by = null where answer is null".to_owned()),
        // answering as somebody else
        (n, format!("update couple_pacing set answer = 'agreed', answered_by = '{s}' where answer is null")),
        (n, format!("update couple_pacing set answer = 'agreed', answered_by = '{t}' where answer is null")),
        // what has been agreed to cannot be answered anew, altered or removed
        (n, format!("update couple_pacing set answer = 'left', answered_by = '{n}' where answer = 'agreed'")),
        (n, "update couple_pacing set answer = null, answered_by = null where answer = 'agreed'".to_owned()),
        (s, "delete from couple_pacing where answer = 'agreed'".to_owned()),
        (n, "delete from couple_pacing where answer = 'agreed'".to_owned()),
        // in the name of the other, or agreed to from the start
        (s, insert(n, "null", "null")),
        (n, insert(s, "'agreed'", &format!("'{n}'"))),
        (s, insert(s, "'agreed'", &format!("'{n}'"))),
        (s, insert(s, "'agreed'", &format!("'{s}'"))),
        (s, insert(s, "'left'", &format!("'{n}'"))),
        // a second one beside the one on the table
        (n, insert(n, "null", "null")),
        // by a stranger
        (t, insert(t, "null", "null")),
        (t, format!("update couple_pacing set answer = 'agreed', answered_by = '{t}'")),
        (t, "delete from couple_pacing".to_owned()),
    ];
    for column in [
        "id = gen_random_uuid()",
        "longest = 30",
        "zone = 'UTC'",
        "quiet_from = null",
        "quiet_to = '05:00'",
        "number = 9",
    ] {
        tries.extend([s, n, t].map(|who| (who, format!("update couple_pacing set {column}"))));
    }
    for who in [s, n, t] {
        tries.push((who, format!("update couple_pacing set proposed_by = '{who}'")));
        tries.push((
            who,
            format!("update couple_pacing set proposed_by = '{t}', answer = 'agreed', answered_by = '{who}'"),
        ));
    }
    for (who, sql) in &tries {
        assert_eq!(forged(&app, *who, sql).await, 0, "{sql}");
    }
    assert_eq!(rows(&app).await, before);
    assert_eq!((seen(&app, Asker::Person(s)).await, seen(&app, Asker::Person(n)).await), (2, 2));
    assert_eq!((seen(&app, Asker::Person(t)).await, seen(&app, Asker::Nobody).await), (0, 0));
    // the control: what each may do, the same statements do
    let right =
        format!("update couple_pacing set answer = 'agreed', answered_by = '{n}' where answer is null");
    sam.submit("/us/leaving", "/us/leaving", &[]).await;
    assert_eq!(forged(&app, n, &right).await, 0, "not after the two have parted");
    assert_eq!((seen(&app, Asker::Person(s)).await, seen(&app, Asker::Person(n)).await), (0, 0));
    sqlx::query("update membership set left_on = null").execute(app.owner()).await.unwrap();
    assert_eq!(forged(&app, n, &right).await, 1);
    assert_eq!(forged(&app, s, &insert(s, "null", "null")).await, 1);
    assert_eq!(forged(&app, n, "delete from couple_pacing where answer is null").await, 1);
}

#[tokio::test]
async fn the_talk_offers_to_stop_after_the_longest_sitting_and_in_quiet_hours_and_takes_nothing_away() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    suggest(&mut talk.sam, &BERLIN).await;
    answer(&mut talk.noor, "agree").await;
    let (place, night) = ("This is a good place to stop", "Your quiet hours have begun");
    assert!(!talk.sam.stands(&path).await.text().contains(place), "half past eight in the evening there");

    // Twenty minutes at a time they are at it for an hour, and then for longer.
    for act in [Until::Feelings, Until::Listening] {
        app.clock.advance(Duration::minutes(25));
        talk.step(act, &app).await;
    }
    app.clock.advance(Duration::minutes(15));
    for who in [By::Sam, By::Noor] {
        let page = talk.of(who).stands(&path).await;
        assert!(page.text().contains(place) && page.text().contains("Everything is kept"), "{}", page.text());
        assert_eq!(page.count(&format!("main a[href='{path}/rest']")), 2, "in the note and at the end");
    }
    talk.sam.shares(&path, 4, &[("words", "perspective by Sam")]).await;

    // Twenty-five to eleven there: an hour has passed since the last act, and it is quiet.
    app.clock.advance(Duration::minutes(29));
    talk.noor.stands(&path).await;
    app.clock.advance(Duration::minutes(29));
    let page = talk.noor.stands(&path).await;
    assert!(
        page.text().contains(night) || page.text().contains("quiet hours have begun too"),
        "{}",
        page.text()
    );
    talk.noor.goes_on(&path, "listened").await;
}
