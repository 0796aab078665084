//! One line to the other: private until it is sent, sent exactly as it was looked at, and gone when it is taken back.

use axum::http::StatusCode;
use time::Duration;
use toward::{
    couples::Me,
    noticing::{self, Line, LineKind},
    plans::{Doer, HowOften},
};
use uuid::Uuid;

use crate::{
    doing::{agreed, promise},
    support::{Somebody, TestApp},
};

async fn writes(who: &mut Somebody, kind: &str, words: &str) -> String {
    let page = format!("/noticed/new?kind={kind}");
    let kept = who.browser.submit(&page, "/noticed/new", &[("words", words)]).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    kept.path.split('?').next().unwrap().to_owned()
}

async fn sends(who: &mut Somebody, line: &str) {
    let sent = who.browser.submit(line, &format!("{line}/send"), &[]).await;
    assert!(sent.text().contains("can read it now."), "{}", sent.text());
}

async fn me(app: &TestApp, who: &Somebody) -> (toward::db::Scope, Me) {
    let mut scope = app.scope(who).await;
    let me = Me::load(&mut scope, &who.hand).await.unwrap().unwrap();
    (scope, me)
}

#[tokio::test]
async fn a_line_is_private_until_it_is_sent_exactly_as_it_was_looked_at() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let before = (noor.browser.get("/noticed").await.still(), noor.browser.get("/today").await.still());
    let line = writes(&mut sam, "noticed", "You put your phone away\nwhen I came in").await;
    let preview = sam.browser.get(&line).await;
    assert!(preview.text().contains("Exactly what Noor will see"));
    assert!(preview.text().contains("You put your phone away when I came in"), "{}", preview.text());
    assert!(sam.browser.get("/noticed").await.text().contains("Not sent"));
    let after = (noor.browser.get("/noticed").await.still(), noor.browser.get("/today").await.still());
    assert_eq!(after, before, "nothing tells that it is there");
    assert_eq!(noor.browser.get(&line).await.status, StatusCode::NOT_FOUND);

    sends(&mut sam, &line).await;
    let read = noor.browser.get("/noticed").await;
    assert_eq!(read.all("figure.shared blockquote"), preview.all("figure.shared blockquote"));
    assert!(read.text().contains("Sam noticed"), "{}", read.text());
    let one = noor.browser.get(&line).await;
    for act in ["send", "back", "remove", "edit"] {
        assert!(one.form(&format!("{line}/{act}")).is_none(), "{act} is for its author");
    }

    sam.browser.submit(&line, &format!("{line}/back"), &[]).await;
    assert!(!noor.browser.get("/noticed").await.text().contains("phone away"));
    assert_eq!(noor.browser.get(&line).await.status, StatusCode::NOT_FOUND);
    sam.browser.submit(&line, &format!("{line}/remove"), &[]).await;
    assert_eq!(sam.browser.get(&line).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_other_one_can_neither_send_nor_change_it_and_a_third_finds_nothing() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let (mut kim, _lou) = app.linked("Kim", "Lou").await;
    let line = writes(&mut sam, "thanks", "Thank you for the soup").await;
    sends(&mut sam, &line).await;
    let private = writes(&mut sam, "helped", "qzm-private").await;
    for who in [&mut noor, &mut kim] {
        let token = who.browser.get("/write/new").await.form("/write/new").unwrap().fields;
        let csrf = token.into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        for (path, act) in
            [(&line, "back"), (&line, "remove"), (&line, "edit"), (&private, "send"), (&private, "edit")]
        {
            let path = format!("{path}/{act}");
            let answer = who.browser.post(&path, &[("csrf", &csrf), ("words", "x"), ("number", "1")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(who.browser.get(&private).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(kim.browser.get(&line).await.status, StatusCode::NOT_FOUND);
    assert!(!kim.browser.get("/noticed").await.text().contains("soup"));
    assert!(noor.browser.get("/noticed").await.text().contains("Thank you for the soup"));
}

#[tokio::test]
async fn only_the_line_that_was_looked_at_is_sent_and_twice_is_once() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let line = writes(&mut sam, "helped", "You listened").await;
    let looked = sam.browser.get(&line).await;
    let edit = format!("{line}/edit");
    sam.browser.submit(&edit, &edit, &[("words", "You listened, mostly")]).await;
    let send = format!("{line}/send");
    let refused = sam.browser.submit_on(&looked, &send, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Look at it once more"));
    assert!(!noor.browser.get("/noticed").await.text().contains("You listened"));
    let looked = sam.browser.get(&line).await;
    for _ in 0..2 {
        sam.browser.submit_on(&looked, &send, &[]).await;
    }
    assert_eq!(noor.browser.get("/noticed").await.count("figure.shared"), 1);
    // what was sent is taken back before it is changed or removed
    assert!(
        sam.browser.get(&edit).await.path.ends_with(&line)
            || sam.browser.get(&edit).await.status.is_redirection()
    );
    assert!(sam.browser.get(&line).await.form(&format!("{line}/remove")).is_none());
}

#[tokio::test]
async fn i_noticed_may_name_a_promise_and_say_no_more() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let calls = promise(Doer::Two, "I call at noon", HowOften::Daily);
    agreed(&app, &sam, &noor, std::slice::from_ref(&calls)).await;
    let page = format!("/noticed/new?kind=noticed&about={}", calls.id);
    let kept = sam.browser.submit(&page, "/noticed/new", &[]).await;
    let line = kept.path.clone();
    assert!(kept.text().contains("I noticed.") && kept.text().contains("I call at noon"), "{}", kept.text());
    sends(&mut sam, &line).await;
    let read = noor.browser.get(&line).await.text();
    assert!(read.contains("I call at noon") && read.contains("I noticed."), "{read}");

    let empty = sam.browser.submit("/noticed/new", "/noticed/new", &[("words", " \n ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = format!("/noticed/new?kind=noticed&about={}", Uuid::new_v4());
    let unknown = sam.browser.submit(&unknown, "/noticed/new", &[]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "a promise that is not there is none");
    let long = sam.browser.submit("/noticed/new", "/noticed/new", &[("words", &"a".repeat(281))]).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.text().contains(&"a".repeat(281)), "what was typed stays");
}

#[tokio::test]
async fn other_rooms_send_a_line_once_and_read_what_lies_between_two_days() {
    let app = TestApp::new().await;
    let (mut sam, noor) = app.linked("Sam", "Noor").await;
    let today = app.clock.now().date();
    let line = Line::new(LineKind::Thanks, "For the soup", None);
    let once = Uuid::new_v4();
    for sent in [true, false] {
        let (mut scope, me) = me(&app, &sam).await;
        let now = app.clock.now();
        let id = noticing::send_line(&mut scope, &sam.hand, &me, &line, once, now).await.unwrap();
        assert_eq!(id.is_some(), sent, "the same form twice is one line");
        scope.commit().await.unwrap();
    }
    let unsent = writes(&mut sam, "thanks", "Not for her yet").await;
    let (mut scope, me_noor) = me(&app, &noor).await;
    let thanks = noticing::last_thanks(&mut scope, &noor.hand, &me_noor).await.unwrap().unwrap();
    assert_eq!((thanks.line.words.as_str(), thanks.author, thanks.on), ("For the soup", sam.id, today));
    let new = noticing::unopened(&mut scope, &noor.hand, &me_noor).await.unwrap();
    assert_eq!(new.len(), 1);
    drop(scope);
    let (mut scope, me_sam) = me(&app, &sam).await;
    assert!(
        noticing::last_thanks(&mut scope, &sam.hand, &me_sam).await.unwrap().is_none(),
        "one's own are none"
    );
    assert!(noticing::unopened(&mut scope, &sam.hand, &me_sam).await.unwrap().is_empty());
    drop(scope);
    for who in [&sam, &noor] {
        let (mut scope, me) = me(&app, who).await;
        let days = |from: i64, to: i64| (today + Duration::days(from), today + Duration::days(to));
        for ((from, to), count) in [(days(0, 0), 1), (days(-7, 0), 1), (days(1, 7), 0), (days(-7, -1), 0)] {
            let found = noticing::between(&mut scope, &who.hand, &me, from, to).await.unwrap();
            assert_eq!(found.len(), count, "what was not sent is in no week: {unsent}");
        }
    }
}

#[tokio::test]
async fn somebody_who_is_alone_can_write_a_line_and_has_nobody_to_send_it_to() {
    let app = TestApp::new().await;
    let mut sam = app.somebody("Sam").await;
    let line = writes(&mut sam, "helped", "My sister called").await;
    let page = sam.browser.get(&line).await;
    assert!(page.form(&format!("{line}/send")).is_none() && page.text().contains("My sister called"));
    assert!(sam.browser.get("/noticed").await.text().contains("When somebody has joined you here"));
}

#[tokio::test]
async fn a_kind_act_is_kept_with_one_press_and_counts_nowhere() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let pages = ["/noticed", "/today", "/weeks"];
    let mut before = Vec::new();
    for page in pages {
        before.push(noor.browser.get(page).await.still());
    }
    for (kind, words) in [
        ("did", "I hugged you at the door"),
        ("toward", "You sighed, and I asked"),
        ("wish", "You called me, and I read on"),
    ] {
        let page = format!("/noticed/new?kind={kind}");
        let looked = sam.browser.get(&page).await;
        assert_eq!(looked.count("main textarea"), 1, "one field");
        assert!(
            looked.body.contains(&format!("value=\"{kind}\" checked")) || looked.count("input[checked]") == 1
        );
        let kept = sam.browser.submit(&page, "/noticed/new", &[("words", words), ("keep", "1")]).await;
        assert_eq!(kept.path, "/noticed?done=kept", "{}", kept.text());
        assert!(kept.text().contains(words) && kept.text().contains("Only you"), "{}", kept.text());
    }
    for (page, before) in pages.iter().zip(&before) {
        assert_eq!(&noor.browser.get(page).await.still(), before, "{page}");
    }
    let own = sam.browser.get("/noticed").await;
    let main = own.all("main").join(" ");
    assert!(!main.chars().any(|one| one.is_ascii_digit()), "nothing is counted: {main}");
    let line = own.body.split("href=\"/noticed/").find(|rest| rest.contains("I read on")).unwrap();
    let line = format!("/noticed/{}", line.split('"').next().unwrap());
    let preview = sam.browser.get(&line).await;
    sends(&mut sam, &line).await;
    let read = noor.browser.get(&line).await;
    assert_eq!(read.all("figure.shared"), preview.all("figure.shared"));
    assert!(read.text().contains("wishes to have turned toward you"), "{}", read.text());
    assert!(!noor.browser.get("/noticed").await.text().contains("hugged you"), "the others are not sent");
}

#[tokio::test]
async fn a_line_to_begin_with_only_stands_in_the_field_and_in_place_of_nothing_that_was_typed() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.linked("Sam", "Noor").await;
    for kind in LineKind::ALL {
        for (at, words) in kind.beginnings().iter().enumerate() {
            let page = sam.browser.get(&format!("/noticed/new?kind={}&start={at}", kind.code())).await;
            let fields = page.form("/noticed/new").unwrap().fields;
            assert!(fields.contains(&("words".to_owned(), (*words).to_owned())), "{fields:?}");
        }
    }
    assert!(!sam.browser.get("/noticed").await.text().contains("Not sent"), "looking keeps nothing");
    for odd in ["start=99", "start=-1", "start=x"] {
        let page = sam.browser.get(&format!("/noticed/new?kind=did&{odd}")).await;
        let fields = page.form("/noticed/new").unwrap().fields;
        assert!(fields.contains(&("words".to_owned(), String::new())), "{odd}: {fields:?}");
    }
    let mut form = sam.browser.get("/noticed/new?kind=did").await.form("/noticed/new").unwrap().fields;
    for (name, value) in &mut form {
        if name == "words" {
            "I carried your bag".clone_into(value);
        }
    }
    let typed: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(sam.browser.post("/kept", &typed).await.status, StatusCode::OK);
    let page = sam.browser.get("/noticed/new?kind=did&start=0").await;
    assert!(page.body.contains("I carried your bag"), "{}", page.text());
}

#[tokio::test]
async fn what_was_sent_of_every_kind_is_in_its_week_and_nothing_else() {
    let app = TestApp::new().await;
    let (mut sam, mut noor, week) = app.in_a_round().await;
    for kind in LineKind::ALL {
        let line = writes(&mut sam, kind.code(), &format!("words of {}", kind.code())).await;
        writes(&mut sam, kind.code(), "never sent").await;
        sends(&mut sam, &line).await;
    }
    for who in [&mut sam, &mut noor] {
        let page = who.browser.get(&week).await.text();
        for kind in LineKind::ALL {
            assert!(page.contains(&format!("words of {}", kind.code())), "{kind:?}: {page}");
        }
        assert!(!page.contains("never sent"), "{page}");
    }
}

#[tokio::test]
async fn after_parting_a_line_that_was_sent_is_not_called_only_mine() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.linked("Sam", "Noor").await;
    let sent = writes(&mut sam, "thanks", "For the soup").await;
    sends(&mut sam, &sent).await;
    let kept = writes(&mut sam, "did", "I carried your bag").await;
    // what whoever leaves had sent stays with the other one, if they say so
    let left = sam.browser.submit("/us/leaving", "/us/leaving", &[("shared", "leave")]).await;
    assert_eq!(left.status, StatusCode::OK, "{}", left.text());
    assert!(noor.browser.get(&sent).await.text().contains("For the soup"));
    let page = sam.browser.get(&sent).await;
    assert!(page.text().contains("Shared with your partner then since 2 March 2026"), "{}", page.text());
    assert!(!page.text().contains("Only you") && page.form(&format!("{sent}/remove")).is_none());
    assert_eq!(page.count(&format!("a[href='{sent}/edit']")), 0);
    let page = sam.browser.get(&kept).await;
    assert!(page.text().contains("Only you can see this"), "{}", page.text());
    assert!(page.form(&format!("{kept}/remove")).is_some());
}
