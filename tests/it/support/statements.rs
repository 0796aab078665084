//! What a page asks of the database: the same router once more, over connections that tell their statements.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use sqlx::{
    ConnectOptions as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use toward::web::router;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    subscriber,
};
use tracing_subscriber::{
    Registry,
    layer::{Context, Layer, SubscriberExt as _},
};

use super::{TestApp, Visitor};

/// Keeps the beginning of every statement that is told on this thread.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

struct Summary<'a>(&'a mut Vec<String>);

impl Visit for Summary<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "summary" {
            self.0.push(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl<S: Subscriber> Layer<S> for Told {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            event.record(&mut Summary(&mut self.0.lock().expect("whole")));
        }
    }
}

impl TestApp {
    /// The statements with which each of these pages is made for somebody, in order.
    pub async fn statements(&self, who: &Visitor, pages: &[&str]) -> Vec<Vec<String>> {
        let all = "debug".parse().expect("a level");
        let options = PgConnectOptions::clone(&self.runtime().connect_options())
            .log_statements(all)
            .log_slow_statements(all, Duration::MAX);
        let mut state = self.state.clone();
        state.pool = PgPoolOptions::new().max_connections(2).connect_lazy_with(options);
        let mut browser = Visitor::new(router::router(state.clone()));
        browser.cookies.clone_from(&who.cookies);
        let told = Told::default();
        let _until_the_end = subscriber::set_default(Registry::default().with(told.clone()));
        let mut all = Vec::new();
        for page in pages {
            told.0.lock().expect("whole").clear();
            let answer = browser.get(page).await;
            assert!(answer.status.is_success(), "{page}: {} {}", answer.status, answer.text());
            all.push(told.0.lock().expect("whole").clone());
        }
        state.pool.close().await;
        all
    }
}
