//! The `[web]` section of the configuration.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::listen::Listen;

/// The `[web]` section of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where pages are served.
    pub listen: Listen,
    /// When whoever looks is asked who it is.
    pub login: Login,
    /// The proxies that may say who somebody is, from where and whether over TLS, by their addresses.
    pub proxies: Vec<IpAddr>,
    /// In which header they say it; in none where it is empty.
    pub user_header: String,
    /// Requests of the API that one program may make a minute; 0 for as many as it likes.
    pub api_a_minute: u32,
    /// Where people log in beside the passwords that are kept here.
    pub oidc: Oidc,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: Listen::default(),
            login: Login::default(),
            proxies: Vec::new(),
            user_header: String::new(),
            api_a_minute: 3_000,
            oidc: Oidc::default(),
        }
    }
}

/// When who looks is asked who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Login {
    /// Wherever other machines can look.
    #[default]
    Elsewhere,
    /// On this machine too: behind a proxy, or where several people have accounts on it.
    Always,
}

/// The `[web.oidc]` section of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Oidc {
    /// The provider's name for itself, an address; nobody logs in there where it is empty.
    pub issuer: String,
    /// Who we are to it.
    pub client_id: String,
    /// Where browsers reach us: `/login/oidc/back` there is what the provider is told to lead back to.
    pub address: String,
    /// What is asked of it.
    pub scope: String,
    /// The claim that is the user's name here.
    pub name_claim: String,
    /// The claim that lists the groups.
    pub groups_claim: String,
    /// The groups of readers, editors and admins; who is in none of them is not let in.
    pub readers: Vec<String>,
    /// See there.
    pub editors: Vec<String>,
    /// See there.
    pub admins: Vec<String>,
}

impl Default for Oidc {
    fn default() -> Self {
        Self {
            issuer: String::new(),
            client_id: String::new(),
            address: String::new(),
            scope: "openid profile".to_owned(),
            name_claim: "preferred_username".to_owned(),
            groups_claim: "groups".to_owned(),
            readers: Vec::new(),
            editors: Vec::new(),
            admins: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_of_the_configuration_is_read() {
        assert_eq!(toml::from_str::<Config>("").unwrap(), Config::default());
        let written =
            "listen = '0.0.0.0:1'\nlogin = 'always'\nproxies = ['10.0.0.5']\nuser_header = 'X-Remote-User'";
        let config: Config = toml::from_str(written).unwrap();
        assert_eq!((config.listen.is_open(), config.login), (true, Login::Always));
        let error = toml::from_str::<Config>("listen = '8420'").unwrap_err();
        assert!(error.to_string().contains("no place to listen at"), "{error}");
    }
}
