//! `[office]`: where those are who read, and what they have in their diary.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use veille_model::plain;

/// The `[office]` section of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Office {
    /// The zone that days are counted in.
    time_zone: Zone,
    /// What happens on known days.
    events: Vec<Event>,
}

/// Something that happens on known days: a ceremony, an election. *Coverage* marks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Written")]
pub struct Event {
    pub name: String,
    pub from: NaiveDate,
    /// The last day, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// The same before it was looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

impl TryFrom<Written> for Event {
    type Error = String;

    fn try_from(Written { name, from, to }: Written) -> Result<Self, String> {
        match to {
            Some(to) if to < from => Err(format!("{name:?} ends on {to}, before it begins on {from}")),
            _ => Ok(Self { name, from, to }),
        }
    }
}

impl Office {
    /// The zone that days are counted in.
    pub fn time_zone(&self) -> Tz {
        self.time_zone.0
    }

    /// What happens on known days.
    pub fn events(&self) -> &[Event] {
        &self.events
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Zone(Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(Tz::UTC)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map(Self).map_err(|_| de::Error::custom(complaint(&name)))
    }
}

/// What to write instead of a name that no zone has.
fn complaint(name: &str) -> String {
    let known: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    // People know their city and its spelling, and not on which of the old continents' lists it stands.
    let city = |zone: &str| zone.rsplit('/').next().unwrap_or(zone).to_lowercase();
    let of_city = known.iter().copied().find(|zone| city(zone) == city(&name.replace(' ', "_")));
    match of_city.or_else(|| plain::nearest(name, &known)) {
        Some(meant) => format!("{name:?} is no time zone; did you mean \"{meant}\"?"),
        None => format!("{name:?} is no time zone; expected a name such as \"Asia/Ho_Chi_Minh\" or \"UTC\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_a_day_or_several_and_does_not_end_before_it_begins() {
        let read = |event: &str| toml::from_str::<Office>(&format!("events = [{{ {event} }}]"));
        let office = read("name = \"Signing\", from = \"2025-10-25\", to = \"2025-10-26\"").unwrap();
        assert_eq!(office.events()[0].to, "2025-10-26".parse().ok());
        assert_eq!(read("name = \"Vote\", from = \"2024-12-24\"").unwrap().events()[0].to, None);
        let told = read("name = \"X\", from = \"2025-10-26\", to = \"2025-10-25\"").unwrap_err().to_string();
        assert!(told.contains("before it begins"), "{told}");
    }

    #[test]
    fn a_zone_is_named_as_iana_names_it_and_what_is_meant_is_proposed() {
        let read = |name: &str| toml::from_str::<Office>(&format!("time_zone = {name:?}"));
        assert_eq!(read("Asia/Ho_Chi_Minh").unwrap().time_zone(), Tz::Asia__Ho_Chi_Minh);
        assert_eq!(toml::from_str::<Office>("").unwrap().time_zone(), Tz::UTC);
        for (wrong, meant) in [
            ("Paris", "Europe/Paris"),
            ("ho chi minh", "Asia/Ho_Chi_Minh"),
            ("Europe/Pariss", "Europe/Paris"),
            ("+07:00", "expected a name"),
        ] {
            let told = read(wrong).unwrap_err().to_string();
            assert!(told.contains(meant), "{wrong}: {told}");
        }
    }
}
