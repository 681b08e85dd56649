//! A proxy between the library and Redis, which delays or drops what it is sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weather {
    /// How long everything takes in each direction.
    pub(super) delay: Duration,
    /// Nothing arrives, and nobody is told.
    pub(super) drops: bool,
}

pub(super) struct Proxy {
    port: u16,
    weather: Arc<Mutex<Weather>>,
}

impl Proxy {
    pub(super) async fn to(target: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let weather = Arc::<Mutex<Weather>>::default();
        let there = Arc::clone(&weather);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", target)).await else {
                    continue;
                };
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(pass_on(from_client, to_server, Arc::clone(&there)));
                tokio::spawn(pass_on(from_server, to_client, Arc::clone(&there)));
            }
        });
        Self { port, weather }
    }

    pub(super) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(super) fn set(&self, weather: Weather) {
        *self.weather.lock().unwrap() = weather;
    }
}

async fn pass_on(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, weather: Arc<Mutex<Weather>>) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let now = *weather.lock().unwrap();
        sleep(now.delay).await;
        if !now.drops && to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
