//! Wording help and the detail guard, through the pages: the author is offered other words and the reader never sees
//! that; what is folded stays folded until it is opened.

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::support::{Answer, TestApp, Visitor, talk::Until};

const HELP: &str = "An offer, before you share";

/// The outer HTML of everything that matches.
fn html(page: &Answer, css: &str) -> Vec<String> {
    let document = Html::parse_document(&page.body);
    document.select(&Selector::parse(css).unwrap()).map(|found| found.html()).collect()
}

/// Writes a note and stops at its share page.
async fn note(who: &mut Visitor, title: &str, text: &str) -> Answer {
    let page =
        who.submit("/write/new", "/write/new", &[("title", title), ("text", text), ("share", "1")]).await;
    assert!(page.path.ends_with("/share"), "{}: {}", page.path, page.text());
    page
}

/// Shares what is previewed and answers the path of the note.
async fn share_note(who: &mut Visitor, page: &Answer) -> String {
    let done = who.submit_on(page, &page.path, &[("with", "partner")]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    page.path.trim_end_matches("/share").to_owned()
}

#[tokio::test]
async fn the_author_is_offered_other_words_and_may_share_them_all_the_same() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Responsibility).await;
    let path = talk.path.clone();
    let act = "At least I didn’t lie about <b>it</b>.\n\nYou made me hide it.";
    let share = talk.noor.writes(&path, 6, &[("act", act), ("effect", "It was only a message.")]).await;
    assert_eq!(share.all("#offers"), [HELP]);
    let offer = share.all("[aria-labelledby=offers]").concat();
    for quote in ["“At least I didn’t”", "“You made me hide”", "“It was only”"] {
        assert!(offer.contains(quote), "{quote}: {offer}");
    }
    assert_eq!(html(&share, "[aria-labelledby=offers] a[href*='/6?form=1']").len(), 1, "a way to the words");
    // The preview is what was written, word for word, and nothing of the offer.
    let preview = html(&share, "figure blockquote");
    assert_eq!(preview.len(), 2);
    assert!(preview[0].contains("<p>At least I didn’t lie about &lt;b&gt;it&lt;/b&gt;.</p><p>You made me"));
    assert_eq!(html(&share, "figure [aria-labelledby=offers], figure b").len(), 0);

    talk.noor.confirms(&share).await;
    let read = talk.sam.stands(&path).await;
    assert_eq!(html(&read, "figure blockquote")[..2], preview[..], "the preview is exactly what is read");
    for (who, pages) in [(&mut talk.sam, ["", "/record", "/6"]), (&mut talk.noor, ["", "/record", "/6"])] {
        for page in pages {
            let page = who.stands(&format!("{path}{page}")).await;
            assert!(!page.body.contains(HELP) && page.count("#offers") == 0, "{}", page.path);
            assert!(!page.body.contains("ought to be smaller"), "{}", page.path);
        }
    }
}

#[tokio::test]
async fn words_that_need_no_offer_get_none() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Responsibility).await;
    let path = talk.path.clone();
    let owned = [("act", "I lied to you for at least twenty weeks."), ("effect", "You could not sleep.")];
    let share = talk.noor.writes(&path, 6, &owned).await;
    assert_eq!(share.count("#offers"), 0, "{}", share.text());
}

#[tokio::test]
async fn pain_is_not_corrected_in_feelings_and_contempt_is_met_gently() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Feelings).await;
    let path = talk.path.clone();
    let pain = "You made me feel like nothing. You always lied. It was only you I trusted. I hate this!";
    for who in [&mut talk.sam, &mut talk.noor] {
        let share = who.writes(&path, 2, &[("felt", "lonely"), ("own", ""), ("words", pain)]).await;
        assert_eq!(share.count("#offers"), 0, "{}", share.text());
    }
    let again = [("felt", "lonely"), ("own", ""), ("words", "You are a liar.")];
    let share = talk.sam.writes(&path, 2, &again).await;
    let offer = share.all("[aria-labelledby=offers]").concat();
    assert!(
        offer.contains("What you feel has its place here") && offer.contains("“You are a liar”"),
        "{offer}"
    );
}

#[tokio::test]
async fn whoever_was_hurt_tells_it_in_words_of_their_own_and_a_say_back_is_looked_at_for_everybody() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let told = "You never told me. But you knew. It was not that bad, you said.";
    let share = talk.sam.writes(&path, 4, &[("words", told)]).await;
    assert_eq!(share.count("#offers"), 0, "{}", share.text());
    talk.sam.confirms(&share).await;
    talk.noor.goes_on(&path, "listened").await;
    let share =
        talk.noor.writes(&path, 4, &[("heard", "I heard it. But I already said it."), ("unsure", "")]).await;
    assert!(share.all("[aria-labelledby=offers]").concat().contains("“I already said”"), "{}", share.text());
}

#[tokio::test]
async fn a_note_gets_its_offer_on_the_share_page_and_nowhere_else() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let share = note(&mut sam, "Sunday", "I’m sorry if that was hard for you.").await;
    assert!(share.all("[aria-labelledby=offers]").concat().contains("“sorry if”"), "{}", share.text());
    let path = share_note(&mut sam, &share).await;
    for who in [&mut sam, &mut noor] {
        let read = who.get(&path).await;
        assert!(
            read.text().contains("sorry if that was hard") && !read.body.contains("offers"),
            "{}",
            read.text()
        );
    }
}

#[tokio::test]
async fn nothing_about_an_offer_is_stored() {
    let app = TestApp::new().await;
    let (mut sam, _noor) = app.partners().await;
    let counts = async || -> Vec<(String, i64)> {
        let tables: Vec<String> = sqlx::query_scalar(
            "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace \
             where c.relkind = 'r' and n.nspname = current_schema() order by 1",
        )
        .fetch_all(app.owner())
        .await
        .unwrap();
        let mut all = Vec::new();
        for table in tables {
            let count = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
                .fetch_one(app.owner())
                .await
                .unwrap();
            all.push((table, count));
        }
        all
    };
    let share = note(&mut sam, "", "Calm down. It was only once.").await;
    let before = counts().await;
    assert!(before.len() > 5, "{before:?}");
    for _ in 0..2 {
        assert_eq!(sam.get(&share.path).await.count("#offers"), 1);
    }
    assert_eq!(counts().await, before);
}

#[tokio::test]
async fn a_folded_passage_is_closed_for_its_author_and_for_the_reader() {
    let app = TestApp::new().await;
    let mut talk = app.talk(Until::Perspectives).await;
    let path = talk.path.clone();
    let told = "It was in March. [[In the <i>hotel</i>\n\nby the river.]] I came home late. [[not closed";
    let share = talk.sam.writes(&path, 4, &[("words", told)]).await;
    let folded = html(&share, "figure blockquote details.fold");
    assert_eq!(folded.len(), 1, "{}", share.body);
    assert!(!folded[0].starts_with("<details class=\"fold\" open") && folded[0].contains("Folded by Sam."));
    assert!(folded[0].contains("<p>In the &lt;i&gt;hotel&lt;/i&gt;</p><p>by the river.</p>"), "{folded:?}");
    assert!(share.text().contains("One passage is folded: Noor sees a closed line"), "{}", share.text());
    assert!(share.text().contains("A [[ or ]] has no partner"), "{}", share.text());
    let preview = html(&share, "figure blockquote");

    talk.sam.confirms(&share).await;
    let read = talk.noor.stands(&path).await;
    assert_eq!(html(&read, "figure blockquote"), preview, "the preview is exactly what is read");
    assert_eq!(html(&read, "details.fold[open]").len(), 0);
    assert!(!read.text().contains("has no partner"), "that is for the author");
    // Outside the fold nothing of it can be read, on any page.
    for page in ["", "/record"] {
        let page = talk.noor.stands(&format!("{path}{page}")).await;
        let inside: String = html(&page, "details.fold").concat();
        assert_eq!(page.body.matches("hotel").count(), inside.matches("hotel").count(), "{}", page.path);
    }
}

#[tokio::test]
async fn a_list_shows_that_something_is_folded_and_not_what() {
    let app = TestApp::new().await;
    let (mut sam, mut noor) = app.partners().await;
    let share = note(&mut sam, "", "[[What I saw in the hotel]]\nand then the rain").await;
    share_note(&mut sam, &share).await;
    let share = note(&mut sam, "The [[hotel]]", "The rain.").await;
    assert_eq!(share.count("figure details.fold"), 1, "a title that folds can be opened above the text");
    let titled = share_note(&mut sam, &share).await;
    for who in [&mut sam, &mut noor] {
        let list = who.get("/write").await;
        assert!(list.text().contains("(folded)") && !list.body.contains("hotel"), "{}", list.text());
        let read = who.get(&titled).await;
        assert_eq!(read.body.matches("hotel").count(), 1, "{}", read.body);
        assert!(html(&read, "details.fold").concat().contains("hotel"));
    }
    let own = sam.get(&titled).await;
    assert!(own.text().contains("Folded by you."), "{}", own.text());
}

#[tokio::test]
async fn the_line_about_folding_stands_under_the_large_fields_and_its_button_waits_for_a_script() {
    let app = TestApp::new().await;
    let mut sam = app.person("Sam").await.visitor;
    let page = sam.get("/write/new").await;
    assert_eq!(html(&page, "textarea#text[aria-describedby~='text-fold']").len(), 1);
    assert_eq!(html(&page, "#text-fold").len(), 1);
    assert_eq!(html(&page, "button[type=button][data-fold=text][hidden]").len(), 1);
}
