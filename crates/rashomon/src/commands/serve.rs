//! `rashomon serve`: the desk in the browser.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
use crate::desk::{Engine, StoreArgs};
use crate::fetch::{Access, pages_dir};
use crate::models::{ModelChoice, Models};
use crate::output::remark;
use crate::web::{Desk, Doors, router, serve};

/// Arguments of `rashomon serve`.
#[derive(clap::Args, Debug)]
pub struct ServeArgs {
    /// Address and port to listen on; from other machines than this only with the token
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        env = "RASHOMON_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:7878"
    )]
    pub listen: SocketAddr,
    /// A name that the desk goes by besides its address (behind a proxy, or in a network), which then asks for the token; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// Ask for the token on this machine as well
    #[arg(long)]
    pub token: bool,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
    /// Weights to use
    #[arg(long, value_name = "MODEL", env = "RASHOMON_MODEL", hide_env_values = true, default_value = "md")]
    pub model: ModelChoice,
    /// Fetch addresses that lead to this machine or a private network as well
    #[arg(long, env = "RASHOMON_ALLOW_PRIVATE", hide_env_values = true, action = clap::ArgAction::SetTrue, value_parser = clap::builder::FalseyValueParser::new())]
    pub allow_private: bool,
    /// Folder with tables of your own, whose lines go before the shipped ones
    #[arg(long, value_name = "DIR", env = "RASHOMON_TABLES", hide_env_values = true)]
    pub tables: Option<std::path::PathBuf>,
}

/// Serves until it is told to end.
///
/// # Errors
/// If it cannot listen there, or there is no place for the store.
pub fn run(args: &ServeArgs, global: &Global) -> anyhow::Result<Outcome> {
    let reading = ReadingArgs {
        year: None,
        model: args.model,
        files_from: None,
        allow_private: args.allow_private,
        tables: args.tables.clone(),
    };
    let engine = Engine::new(Models::new(global)?, args.model.into(), reading.settings()?);
    let store = args.store.path()?;
    let access =
        Access { offline: global.offline, allow_private: args.allow_private, cache: pages_dir(), ..Access::default() };
    let (stop, stopping) = watch::channel(false);
    // Once is enough to end in order; who asks again wants it at once.
    ctrlc::set_handler(move || {
        if stop.send_replace(true) {
            std::process::exit(130);
        }
    })
    .context("no way to be told to end")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind(args.listen).await.with_context(|| format!("cannot listen on {}", args.listen))?;
        let listen = listener.local_addr()?;
        let doors = Doors { listen, hosts: args.host.clone(), token: args.token };
        let desk = Desk::new(store.clone(), engine, access, &doors, stopping.clone())
            .with_context(|| format!("cannot use {}", store.display()))?;
        let desk = Arc::new(desk);
        if !global.quiet {
            remark(format_args!("the desk is at http://{}/ · Ctrl-C ends it", shown(listen)));
            if desk.asks_for_token() {
                // Not the token itself: what is said here may end up in a log.
                remark(format_args!("its token stands in {}", desk.keys().path().display()));
            }
            if !listen.ip().is_loopback() {
                remark("others can listen to what is sent, unless a proxy with HTTPS or a tunnel stands before it");
            }
        }
        serve(listener, router(Arc::clone(&desk)), stopping).await?;
        // What is being added comes to an end that can be gone on from.
        tokio::task::spawn_blocking(move || desk.finish()).await?;
        anyhow::Ok(())
    })?;
    Ok(Outcome::Done)
}

/// An address that a browser on this machine opens.
fn shown(listen: SocketAddr) -> String {
    match listen {
        SocketAddr::V4(a) if a.ip().is_unspecified() => format!("localhost:{}", a.port()),
        SocketAddr::V6(a) if a.ip().is_unspecified() => format!("localhost:{}", a.port()),
        a => a.to_string(),
    }
}
