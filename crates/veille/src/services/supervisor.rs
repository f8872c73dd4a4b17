//! Telling a supervisor that we are ready: systemd's sd_notify, one datagram to the socket that it names.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Says that the service works from now on; nothing where nobody asked to be told.
pub fn ready() {
    let socket = std::env::var_os("NOTIFY_SOCKET").filter(|socket| !socket.is_empty());
    if let Some(socket) = socket
        && let Err(error) = tell(socket.as_bytes(), b"READY=1")
    {
        tracing::warn!(%error, socket = %socket.to_string_lossy(), "the supervisor cannot be told that we are ready");
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
