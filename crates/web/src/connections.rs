//! Connections: taken, answered, and ended when told.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::listen::Peer;

/// How long requests in hand may take once we are told to end: a browser that reads nothing holds up nobody.
const GRACE: Duration = Duration::from_secs(3);
/// How long the head of a request may take, and a connection may wait for the next: whoever sends a letter every so often (Slowloris)
/// holds nothing.
const HEAD: Duration = Duration::from_secs(30);
/// So many connections at once; whoever comes then waits to be taken. Two thousand may read streams.
const CONNECTIONS: usize = 8_192;

/// Answers whoever comes until `stop` is ready, and then those in hand, for the grace period at most.
pub(crate) async fn serve(listener: &TcpListener, pages: Router, stop: impl Future<Output = ()>) {
    let (told, hear) = watch::channel(());
    let mut connections = JoinSet::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            // Before it is accepted: whoever finds no place waits in the system's queue, and costs us no open file.
            let place = Arc::clone(&places).acquire_owned().await.expect("nobody closes it");
            (place, accepted(listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
            // Those that have ended are let go.
            Some(_) = connections.join_next() => continue,
        };
        let answering = answered(stream, peer, pages.clone(), hear.clone());
        connections.spawn(async move {
            answering.await;
            drop(place);
        });
    }
    // Every connection hears that nothing more is to come, and closes after its request.
    drop(told);
    let all = async { while connections.join_next().await.is_some() {} };
    // A browser that reads nothing holds up nobody: its connection ends with the set.
    drop(tokio::time::timeout(GRACE, all).await);
}

/// Answers the requests of a connection, until its browser ends it or we are told to end.
async fn answered(stream: TcpStream, peer: SocketAddr, pages: Router, mut hear: watch::Receiver<()>) {
    // What waits for an acknowledgement before it goes on makes streams late.
    drop(stream.set_nodelay(true));
    let pages = pages.map_request(move |request: hyper::Request<hyper::body::Incoming>| -> Request {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(Peer(peer)));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(pages));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = hear.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended");
    }
}

/// The next connection.
async fn accepted(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(connection) => return connection,
            // Too many open files, a browser that is gone already: neither ends the server.
            Err(error) => {
                tracing::debug!(%error, "a connection could not be taken");
                // Not at once again: of files that are open too many, `accept` fails as fast as it is asked.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
