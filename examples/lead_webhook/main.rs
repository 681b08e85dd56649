//! A webhook that receives the leads of an ad account, decrypts them and stores them.
//!
//! `cargo run --example lead_webhook` has the fake deliver a test lead. With
//! `PINTEREST_ACCESS_TOKEN` and `PINTEREST_AD_ACCOUNT_ID` set, it serves the webhook of that
//! account at `http://127.0.0.1:8080/leads`, behind a proxy that has the `https` address.

#![allow(clippy::print_stdout)] // A program for the terminal.

use std::{env, error::Error, sync::Arc};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use pinterest::Client;
use pinterest::leads::{Lead, LeadReceiver};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, Receiver, Sender};

mod fake;
mod keys;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Ok(account) = env::var("PINTEREST_AD_ACCOUNT_ID") else {
        return fake::run().await;
    };
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    let keys = keys::of(&Client::from_env()?.ad_account(account)).await?;
    let mut leads = serve(listener, keys);
    while let Some(lead) = leads.recv().await {
        println!("lead {} of form {:?}", lead.lead_id, lead.lead_form_id);
    }
    Ok(())
}

/// Serves the webhook in a task. The channel stands for a store; leads may come twice.
fn serve(listener: TcpListener, receiver: LeadReceiver) -> Receiver<Lead> {
    let (store, leads) = mpsc::channel(100);
    let app = Router::new().route("/leads", post(webhook)); // axum limits bodies to 2 MB
    let app = app.with_state((Arc::new(receiver), store));
    tokio::spawn(async move { axum::serve(listener, app).await });
    leads
}

type Shared = (Arc<LeadReceiver>, Sender<Lead>);

async fn webhook(State((receiver, store)): State<Shared>, body: Bytes) -> StatusCode {
    let delivery = match receiver.receive(&body) {
        Ok(delivery) => delivery,
        Err(error) => return error.status(),
    };
    for error in delivery.errors() {
        println!("{error}");
    }
    let mut leads = delivery.leads().iter().cloned();
    let all_stored = leads.all(|lead| store.try_send(lead).is_ok());
    delivery.status_for(&all_stored.then_some(()).ok_or("the store is full"))
}
