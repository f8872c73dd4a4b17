//! Chromium, driven over the WebDriver protocol (W3C) by Debian's chromedriver.
//!
//! Thirtyfour, the library for it, has serde_json keep the order of keys, and cargo would build the program under test with that
//! feature too: its JSON would not be what is shipped. A dozen commands over a local socket are all that is needed here.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// What Chromium is started with: no window, nothing loaded that we did not ask for.
const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    // Whoever tests as root, in a container say, has no sandbox.
    "--no-sandbox",
];

/// Whether a page is there and shown: until something is painted Chromium throws away what is typed. Documents that are no pages
/// paint nothing that it counts.
const PAINTED: &str = "return document.readyState === 'complete' && (!document.querySelector('h1') || \
                       performance.getEntriesByType('paint').length > 0);";

/// A browser with one page; it ends when dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts one; None where this machine has no chromedriver, and says so.
    pub fn open() -> Option<Self> {
        let program = std::env::var("VEILLE_CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut tries = 0;
        let (driver, port) = loop {
            let started =
                Command::new(&program).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
            let Ok(mut driver) = started else {
                eprintln!("left out: there is no {program} (Debian: chromium-driver)");
                return None;
            };
            let said = BufReader::new(driver.stdout.take().expect("its output is piped"));
            let port: Option<u16> = said.lines().map_while(Result::ok).find_map(|line| {
                line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
            });
            if let Some(port) = port {
                break (driver, port);
            }
            // Between finding a port and listening at it somebody else may have taken it, and it ends.
            let _ = driver.wait();
            tries += 1;
            assert!(tries < 3, "chromedriver says its port");
        };
        let mut browser = Self { driver, port, session: String::new() };
        let options = json!({ "args": ARGUMENTS, "prefs": { "intl.accept_languages": "en" } });
        let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
        let made = browser.say("POST", "/session", &json!({ "capabilities": { "alwaysMatch": wanted } }));
        browser.session = made["sessionId"].as_str().expect("a session has a name").to_owned();
        // What the policy forbids is reported to the page; it is kept where the test finds it.
        let listen = "addEventListener('securitypolicyviolation', (event) => { \
                      (window.__reports ??= []).push(`${event.violatedDirective} ${event.blockedURI}`); });";
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": listen }));
        Some(browser)
    }

    /// Goes to an address.
    pub fn go(&self, address: &str) {
        self.command("POST", "/url", json!({ "url": address }));
        self.wait_until(PAINTED);
    }

    pub fn reload(&self) {
        self.command("POST", "/refresh", json!({}));
        self.wait_until(PAINTED);
    }

    pub fn back(&self) {
        self.command("POST", "/back", json!({}));
    }

    /// Where it is.
    pub fn address(&self) -> String {
        self.command("GET", "/url", Value::Null).as_str().unwrap_or_default().to_owned()
    }

    /// What a function body answers in the page; the policy of the page does not hold for it.
    pub fn run(&self, body: &str) -> Value {
        self.command("POST", "/execute/sync", json!({ "script": body, "args": [] }))
    }

    /// The texts of what a selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let found = format!(
            "return [...document.querySelectorAll({selector:?})].map((it) => it.textContent.trim());"
        );
        let found = self.run(&found);
        found.as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
    }

    /// Clicks the first that a selector finds, as a mouse does.
    pub fn click(&self, selector: &str) {
        // At once: what glides into sight is not yet where the mouse would go.
        self.run(&format!(
            "document.querySelector({selector:?})?.scrollIntoView({{ block: 'center', behavior: 'instant' }});"
        ));
        let found = self.command("POST", "/element", json!({ "using": "css selector", "value": selector }));
        let element = found.as_object().and_then(|it| it.values().next()).and_then(Value::as_str);
        let element = element.unwrap_or_else(|| panic!("{selector} is on the page: {found}"));
        self.command("POST", &format!("/element/{element}/click"), json!({}));
    }

    /// Presses Enter on the first that a selector finds, as somebody does who has no mouse.
    pub fn enter(&self, selector: &str) {
        self.run(&format!("document.querySelector({selector:?}).focus();"));
        self.press("\u{e007}");
    }

    /// Presses keys one after another, wherever the focus is. `\u{e007}` is Enter, `\u{e004}` the tabulator.
    pub fn press(&self, keys: &str) {
        let strokes = keys.chars().flat_map(|key| {
            let key = key.to_string();
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        });
        let strokes: Vec<Value> = strokes.collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.command("POST", "/actions", json!({ "actions": [keyboard] }));
    }

    /// Fills the field that a selector finds, by typing.
    pub fn fill(&self, selector: &str, text: &str) {
        self.run(&format!("const it = document.querySelector({selector:?}); it.focus(); it.select?.();"));
        self.press(text);
    }

    /// As wide as a phone, or as a desk.
    pub fn width(&self, width: u32) {
        let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", screen);
    }

    /// In `light` or `dark`.
    pub fn scheme(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Whether pages run their own scripts.
    pub fn scripts(&self, on: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !on }));
    }

    /// What the policy forbade on this page, and what its console calls an error.
    pub fn complaints(&self) -> Vec<String> {
        let reports = self.run("return window.__reports ?? [];");
        let console = self.command("POST", "/se/log", json!({ "type": "browser" }));
        let errors = console.as_array().into_iter().flatten().filter(|line| line["level"] == "SEVERE");
        let errors: Vec<Value> = errors.map(|line| line["message"].clone()).collect();
        reports.as_array().into_iter().flatten().chain(&errors).map(ToString::to_string).collect()
    }

    /// Waits until a function body answers true, for half a minute at most.
    #[track_caller]
    pub fn wait_until(&self, body: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while self.run(body) != Value::Bool(true) {
            assert!(Instant::now() < deadline, "waited in vain at {} for: {body}", self.address());
            sleep(Duration::from_millis(50));
        }
    }

    fn devtools(&self, method: &str, params: Value) {
        self.command("POST", "/goog/cdp/execute", json!({ "cmd": method, "params": params }));
    }

    #[track_caller]
    fn command(&self, method: &str, path: &str, body: Value) -> Value {
        self.say(method, &format!("/session/{}{path}", self.session), &body)
    }

    #[track_caller]
    fn say(&self, method: &str, path: &str, body: &Value) -> Value {
        let value = self.ask(method, path, body).unwrap_or_else(|error| panic!("chromedriver: {error}"));
        assert!(value.get("error").is_none(), "{method} {path} {body}: {value}");
        value
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Content-Type: application/json; charset=utf-8\r\nContent-Length: {length}\r\n\r\n{body}",
            self.port
        )?;
        let mut answer = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while answer.read_line(&mut line)? > 2 {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
            line.clear();
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body)?;
        let mut told: Value = serde_json::from_slice(&body).map_err(std::io::Error::other)?;
        Ok(told["value"].take())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.ask("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        // It takes its folder away when it is asked to end, and has a moment for it.
        let _ = self.ask("GET", "/shutdown", &Value::Null);
        for _ in 0..50 {
            if !matches!(self.driver.try_wait(), Ok(None)) {
                return;
            }
            sleep(Duration::from_millis(100));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
