//! Connections: taken, kept from taking too long, and ended in order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use super::client::Client;

/// Connections at a time. More wait until one ends.
const CONNECTIONS: usize = 512;
/// A client has so long to say what it wants.
const HEAD: Duration = Duration::from_secs(10);
/// Nor may it let us wait for longer within a request, or between two, or before it takes more of an answer.
const IDLE: Duration = Duration::from_secs(75);
const STUCK: Duration = Duration::from_secs(30);
/// What is being answered when the server ends has so long.
const END: Duration = Duration::from_secs(10);
/// Lines of a request's head, and bytes of it.
const HEADERS: usize = 64;
const BUFFER: usize = 64 << 10;
/// What cannot be taken now may be in a moment: the process is out of files.
const PAUSE: Duration = Duration::from_millis(50);

/// Answers until `stopping` becomes true, then finishes what was begun.
///
/// # Errors
/// None at present: what fails is one connection.
pub async fn serve(listener: TcpListener, app: Router, mut stopping: watch::Receiver<bool>) -> std::io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => match place {
                Ok(place) => place,
                Err(_) => break,
            },
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        let (stream, peer) = tokio::select! {
            taken = listener.accept() => match taken {
                Ok(taken) => taken,
                Err(_) => {
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        // Pages are small, and answered at once.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_read_timeout(Some(IDLE));
        stream.set_write_timeout(Some(STUCK));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_headers(HEADERS)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(Box::pin(stream)), answering(app.clone(), peer));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that breaks off, or sends what is no HTTP, has only itself to blame.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(END, graceful.shutdown()).await;
    Ok(())
}

fn answering(
    app: Router,
    peer: SocketAddr,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future = impl Future<Output = Result<axum::response::Response, std::convert::Infallible>> + Send,
> {
    service_fn(move |request: Request<Incoming>| {
        let app = app.clone();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Client(peer.ip().to_canonical()));
        app.oneshot(request)
    })
}
