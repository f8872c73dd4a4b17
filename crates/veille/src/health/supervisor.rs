//! Telling a supervisor how we are: systemd's sd_notify, datagrams to the socket that it names, and its watchdog.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use veille_pipeline::Stop;

/// Says that the service works from now on; nothing where nobody asked to be told.
pub fn ready() {
    notify("READY=1");
}

/// Says that the service ends.
pub fn stopping() {
    notify("STOPPING=1");
}

/// Says again and again that we are alive, as often as the supervisor wants to hear it, with how we are in a line; until
/// `stop`. From a task of the runtime, so that one which hangs is not heard from.
pub async fn keep_telling(how: impl Fn() -> String, stop: &Stop) {
    let Some(every) = watched() else { return };
    let telling = async {
        loop {
            // Each line is an assignment to systemd: one inside the reason would be another. (sd_notify(3))
            notify(&format!("WATCHDOG=1\nSTATUS={}", how().replace('\n', " ")));
            tokio::time::sleep(every).await;
        }
    };
    stop.run_until_cancelled(telling).await;
}

/// How often the supervisor is to be told, if at all: twice in its time (sd_watchdog_enabled(3)).
fn watched() -> Option<Duration> {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let is_another = number("WATCHDOG_PID").is_some_and(|process| process != u64::from(std::process::id()));
    let within = number("WATCHDOG_USEC").filter(|within| *within > 0 && !is_another)?;
    Some(Duration::from_micros(within / 2))
}

fn notify(state: &str) {
    let socket = std::env::var_os("NOTIFY_SOCKET").filter(|socket| !socket.is_empty());
    if let Some(socket) = socket
        && let Err(error) = tell(socket.as_bytes(), state.as_bytes())
    {
        tracing::warn!(%error, socket = %socket.to_string_lossy(), "the supervisor cannot be told how we are");
    }
}

fn tell(socket: &[u8], state: &[u8]) -> io::Result<()> {
    UnixDatagram::unbound()?.send_to_addr(state, &address(socket)?).map(drop)
}

/// A path, or behind an `@` a name of Linux' abstract sockets.
fn address(socket: &[u8]) -> io::Result<SocketAddr> {
    #[cfg(target_os = "linux")]
    if let Some(name) = socket.strip_prefix(b"@") {
        use std::os::linux::net::SocketAddrExt;
        return SocketAddr::from_abstract_name(name);
    }
    SocketAddr::from_pathname(std::ffi::OsStr::from_bytes(socket))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supervisor_hears_it_on_a_path_and_on_an_abstract_socket() {
        let check = |socket: &str| {
            let listening = UnixDatagram::bind_addr(&address(socket.as_bytes()).unwrap()).unwrap();
            tell(socket.as_bytes(), b"READY=1").unwrap();
            let mut heard = [0; 16];
            let length = listening.recv(&mut heard).unwrap();
            assert_eq!(&heard[..length], b"READY=1");
        };
        let path = std::env::temp_dir().join(format!("veille-notify-{}", std::process::id()));
        check(path.to_str().unwrap());
        std::fs::remove_file(path).unwrap();
        #[cfg(target_os = "linux")]
        check(&format!("@veille-notify-{}", std::process::id()));
    }
}
