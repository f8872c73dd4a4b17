//! Who we are to others: this machine (host name) and this process.

/// What this machine is called; None where the system does not say.
pub fn host() -> Option<String> {
    ["/proc/sys/kernel/hostname", "/etc/hostname"].iter().find_map(|path| {
        let name = std::fs::read_to_string(path).ok()?;
        (!name.trim().is_empty()).then(|| name.trim().to_owned())
    })
}

/// Who takes a place in a store, for others who want it.
pub fn holder(command: &str) -> String {
    // A store on a shared disk may be held by another machine, whose process number says nothing here.
    let name = host().map(|name| format!(" on {name}"));
    format!(
        "`veille {command}`, process {}{}, since {}",
        std::process::id(),
        name.unwrap_or_default(),
        chrono::Utc::now().format("%Y-%m-%d %H:%M:%SZ")
    )
}
