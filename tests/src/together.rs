//! Many requests at one moment.

use std::sync::Arc;

use tokio::sync::Barrier;

use crate::page::Page;
use crate::request::Asking;

/// Sends all of them at once, each in a task of its own that waits for the last to be ready, and gives the answers in their order.
pub async fn at_once(requests: Vec<Asking>) -> Vec<Page> {
    let barrier = Arc::new(Barrier::new(requests.len()));
    let tasks: Vec<_> = requests
        .into_iter()
        .map(|request| {
            let barrier = Arc::clone(&barrier);
            tokio::spawn(async move {
                barrier.wait().await;
                request.send().await
            })
        })
        .collect();
    let mut answers = Vec::with_capacity(tasks.len());
    for task in tasks {
        answers.push(task.await.expect("an answer that keeps what each must"));
    }
    answers
}

/// How many of these answers brought a session.
pub fn sessions_in(answers: &[Page]) -> usize {
    answers.iter().filter(|page| sets_session(page)).count()
}

/// Whether an answer brings a session.
pub fn sets_session(page: &Page) -> bool {
    page.headers.get_all("set-cookie").iter().any(|value| {
        let text = value.to_str().unwrap_or("");
        let (name, rest) = text.split_once('=').unwrap_or((text, ""));
        name.ends_with("_session") && !rest.starts_with(';')
    })
}
