//! What phrases do in a sentence that reports, one by one and as sets.

use serde::Deserialize;

/// What a phrase does in a sentence that reports. `data/README.md` says more of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Verbs,
    Judges,
    Sources,
    SourcesHe,
    SourcesShe,
    SourcesThey,
    SourcesAfter,
    SourcesNext,
    Auxiliaries,
    That,
    He,
    She,
    They,
    /// Of these, those that mean several: *elles*.
    Several,
    Roles,
    RolesF,
    Epithets,
    Titles,
    TitlesF,
    TitlesAfter,
    Masculine,
    Feminine,
    Indefinite,
    Definite,
    Elided,
    Plural,
    Genitives,
    Prepositions,
    Adverbs,
    Relatives,
    Particles,
    StrongParticles,
    Possessive,
    PlacePrepositions,
    Attributive,
    Euphonic,
    Reflexive,
    Addressees,
    VerbsAfter,
    You,
    Naming,
    Works,
    NamingAfter,
    Questions,
    Answers,
    AfterAnswers,
    /// Words that make a name a body's, wherever they stand in it.
    Organisations,
    /// Words that a body's name begins with, in this language.
    Bodies,
    Places,
    GivenNames,
    /// Of these, those of women.
    GivenNamesF,
    /// Those of men.
    GivenNamesM,
    /// Verbs that a reported clause follows or precedes.
    Reports,
    /// Of these, which whom it is told to follows: `told reporters the …`.
    Tells,
    /// Of these, which follow the main verb of a sentence: `adding`.
    Participles,
    /// Verbs that a reported wish follows: `urged them to …`.
    Demands,
    /// Verbs whose object is what somebody says: `called for **a vote**`, `criticised **the plan**`.
    Stances,
    /// Verbs whose object is judged by the words behind it: `called **the plan “a disaster”**`.
    Labels,
    /// Before a participle they make it what is done to somebody: *was*.
    Passives,
    /// Behind such a participle they lead to whoever does it: *by*.
    Agents,
    /// Words that such a wish begins with.
    Infinitives,
    /// Words that open a reported clause.
    Complements,
    /// Words that such a clause begins with where nothing opens it.
    ClauseOpeners,
    /// Words that take up the reporter's own sentence behind a comma.
    Resumes,
    /// They set a clause of the reporter's beside another: *while*.
    Meanwhile,
    /// Behind a comma they open what the reporter adds about somebody: *who*.
    Digressions,
    /// They open a sentence before a comma: *Still,*.
    Openers,
    /// Times that stand between a verb and its clause.
    Times,
    /// Phrases that name a source for a whole sentence.
    According,
    /// Of these, which need a noun of telling behind them: *nach*.
    AccordingNouns,
    /// Nouns of telling: *Angaben*.
    Tellings,
    /// What joins two nouns of one phrase.
    NounJoints,
    /// They open a clause that names a source: *wie X mitteilte*.
    AsSaid,
    /// In such a clause they tell what is wanted, and not what was said: *comme l'exige la Convention*.
    Wants,
    /// Of the verbs that report, those that a clause follows which nothing opens.
    BareReports,
    /// Verbs in the mood of reported speech.
    Subjunctives,
    /// Verbs in a mood that reported speech shares with wishes; they go on with it, and do not begin it.
    SubjunctivesWeak,
    /// Before a verb of reporting they make it a noun, or somebody else's: *bị*, *các*.
    NotVerbs,
    /// Behind *theo* or *selon* they name no source: *theo quy định*.
    NotSources,
    /// The writer's own *I*.
    First,
    /// Finite verbs that are no part of a name, whatever they end in.
    Finites,
    /// Before a word that opens a clause they make it their own: *ce que*.
    Antecedents,
    /// They deny what follows: *denied*, *bestreitet*.
    Denials,
    /// They negate their verb.
    Negations,
    /// They negate it for all time, and before a colon too.
    Nevers,
    /// They look like a denial and are none: *did not hesitate to*, *не отрицает*.
    Litotes,
    /// They say of a verb that they do not believe it: *allegedly*, *якобы*.
    Hearsays,
    /// They say of it that it may be, may come, or is only told of: *is expected to*, *aurait*, *soll*.
    Expectations,
    /// They open a condition.
    Conditions,
    /// Roles that are surnames too: *King*, *Richter*.
    Surnames,
    /// Definite articles: neither *his* nor *a*.
    Articles,
    /// They name whom the clause behind is about: *quant à X, il …*
    Abouts,
    /// They say that what follows is false: *it is not true that*.
    Falsities,
    /// What may be forged: a video, a screenshot, a phrase.
    Recordings,
    /// They call it that.
    Forgeries,
    /// Behind an agency or a paper they lead to whom it quotes: *AFP **dẫn lời** ông Mã*.
    Quoting,
    /// Of the roles, those that a body's name may follow: *giám đốc Samsung*.
    Staff,
    /// Before a colon they say who took a picture or wrote a text: *Ảnh: AFP*.
    Credits,
    /// They begin what is somebody's who was named before: ***His** answer: “…”*
    Own,
    /// They say from whom words come: *And **from** X: “…”*
    Senders,
    /// They join two who speak together.
    Ands,
    /// Articles of what is told something: *sagte **der** „Wochenschau“*.
    DativeArticles,
    /// Before a noun in marks they say that it is a paper: *im „Spiegel“*.
    PaperPrepositions,
    /// What makes an infinitive no wish: *to be named*.
    Anonymities,
    /// Adjectives that say that somebody thinks so: *ist X **überzeugt***.
    Convictions,
    /// What a body is called: *the company*.
    Firms,
    /// The last word of a firm's name: *Inc.*
    LegalForms,
    /// Pronouns of nobody: *man*.
    Impersonals,
    /// At the head of a sentence they lead to whoever thinks so: ***pour** X, le texte est prêt*.
    Opinions,
    /// Behind the verb and before the clause they say that it is rejected: *wies Berichte **zurück**, wonach …*
    Rebuffs,
    /// Behind a quotation they say when it was said: *she says **when** we meet*.
    Whens,
    /// They stand for the quotation before: *X **l'**a répété*, *X repeated **it***.
    Itself,
    /// What only the one may be whom an article is about: *the novelist*, *la cinéaste*.
    Vocations,
    /// Bodies that speak without a name: *prosecutors*, *le parquet*.
    Institutions,
    /// Japanese surnames, as Chinese writes them.
    SurnamesJa,
    /// How the names of bodies end that speak: *警方*.
    Speakers,
    /// Roles of many, which mean nobody who was named: *人士*.
    Crowds,
    /// Verbs that are nouns too, and report only behind somebody who is named: *承诺*.
    Nominals,
    /// What a number of a time is of: *日*.
    Units,
    /// What may stand between who speaks and the verb: *接受采访时*.
    Adverbials,
}

impl Kind {
    /// Whether such a phrase may tell that somebody is told to have said something.
    pub fn is_clue(self) -> bool {
        matches!(
            self,
            Self::According
                | Self::SourcesHe
                | Self::SourcesShe
                | Self::SourcesThey
                | Self::SourcesAfter
                | Self::Reports
                | Self::Demands
                | Self::Stances
                | Self::Labels
                | Self::Opinions
                | Self::Subjunctives
                | Self::SubjunctivesWeak
        )
    }

    /// The set that has this kind alone.
    pub const fn set(self) -> Kinds {
        1 << self as u32
    }
}

/// A set of kinds, a bit for each; those from [`LONG`] on mean something else.
pub(super) type Kinds = u128;
/// Not a kind: some phrase that begins with the word has several.
pub(super) const LONG: Kinds = 1 << 126;
/// Not a kind: the word may tell that somebody is told to have said something.
pub(super) const CLUE: Kinds = 1 << 127;
const _: () = assert!((Kind::Adverbials as u32) < 126);
