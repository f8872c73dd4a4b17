//! From spelling to meaning: recursive descent over the grammar in `GRAMMAR.md`.

use super::ast::{Letters, Near, Node, Scope, Span, Unit, kind_named, kind_prefix};
use super::error::{Problem, QueryError, quoted};
use super::lexer::{Kind, Lexeme, Lexer};
use super::{check, proximity, term};

/// Deeper nesting is a mistake, or an attack on the stack.
const DEPTH_MAX: usize = 100;

/// A score within a score is what is asked for last, if ever, and each level triples the work.
const SCORES_MAX: usize = 4;

/// Longer queries are several topics.
const BYTES_MAX: usize = 256 * 1024;

type Result<T> = std::result::Result<T, QueryError>;

/// Reads a query.
pub(super) fn parse(query: &str) -> Result<Node> {
    if query.len() > BYTES_MAX {
        return Err(QueryError::at(query, BYTES_MAX, Problem::TooLong { max: BYTES_MAX }));
    }
    let mut parser = Parser::new(query)?;
    let node = parser.query()?;
    check::check(query, &node)?;
    Ok(node)
}

/// What an enclosing field or function says of the words inside it.
#[derive(Clone, Copy, Default)]
struct Context {
    scope: Scope,
    letters: Letters,
    /// Whether NEAR may cross paragraphs.
    across: bool,
    depth: usize,
    scores: usize,
}

struct Parser<'q> {
    query: &'q str,
    lexer: Lexer<'q>,
    current: Lexeme,
    /// Where the piece before the current one ends.
    last_end: usize,
}

impl<'q> Parser<'q> {
    fn new(query: &'q str) -> Result<Self> {
        let mut lexer = Lexer::new(query);
        let current = lexer.next()?;
        Ok(Self { query, lexer, current, last_end: 0 })
    }

    fn query(&mut self) -> Result<Node> {
        if self.current.kind == Kind::End {
            return self.error(0, Problem::Empty);
        }
        let start = self.current.start;
        let mut node = self.or(Context::default())?;
        if let Kind::Score(threshold) = self.current.kind {
            self.advance()?;
            if self.current.kind != Kind::End {
                let threshold = threshold.to_string();
                let found = self.found();
                return self.error(self.current.start, Problem::AfterScore { threshold, found });
            }
            node = Node::Score(threshold, Box::new(node), self.span_from(start));
        }
        match self.current.kind {
            Kind::End => Ok(node),
            Kind::Close => self.error(self.current.start, Problem::UnopenedGroup),
            _ => self.operator_missing(),
        }
    }

    fn or(&mut self, context: Context) -> Result<Node> {
        let first = self.and(context)?;
        if self.current.kind != Kind::Or {
            return Ok(first);
        }
        let mut nodes = vec![first];
        while self.current.kind == Kind::Or {
            self.advance_over_operator("OR")?;
            nodes.push(self.and(context)?);
        }
        Ok(collect(nodes, Node::Or))
    }

    fn and(&mut self, context: Context) -> Result<Node> {
        let first = self.not(context)?;
        // `hanoi NOT football`: AND is understood, as in most search boxes.
        if !matches!(self.current.kind, Kind::And | Kind::Not) {
            return Ok(first);
        }
        let mut nodes = vec![first];
        while matches!(self.current.kind, Kind::And | Kind::Not) {
            if self.current.kind == Kind::And {
                self.advance_over_operator("AND")?;
            }
            nodes.push(self.not(context)?);
        }
        Ok(collect(nodes, Node::And))
    }

    fn not(&mut self, context: Context) -> Result<Node> {
        let mut excluded = false;
        // A loop: depth is counted in `primary`, and a hundred thousand NOTs must not reach the end of the stack.
        while self.current.kind == Kind::Not {
            excluded = !excluded;
            self.advance_over_operator("NOT")?;
        }
        let node = self.near(context)?;
        Ok(if excluded { Node::Not(Box::new(node)) } else { node })
    }

    fn near(&mut self, context: Context) -> Result<Node> {
        let start = self.current.start;
        let mut node = self.weighted(context)?;
        let mut chained = 0;
        while let Kind::Near { words_max, ordered } = self.current.kind {
            // Each link holds the ones before it: a chain is as deep as so many parentheses.
            chained += 1;
            if chained > DEPTH_MAX {
                return self.error(self.current.start, Problem::TooDeep { max: DEPTH_MAX });
            }
            let operator = format!("{}NEAR/{words_max}", if ordered { "O" } else { "" });
            self.advance_over_operator(&operator)?;
            let right = self.weighted(context)?;
            let (across, clause) = (context.across, self.span_from(start));
            let near = Near { left: node, right, words_max, ordered, across, clause };
            node =
                proximity::distribute(near).map_err(|problem| QueryError::at(self.query, start, problem))?;
        }
        Ok(node)
    }

    fn weighted(&mut self, context: Context) -> Result<Node> {
        let node = self.primary(context)?;
        match self.current.kind {
            Kind::Weight(weight) => {
                self.advance()?;
                Ok(Node::Weight(weight, Box::new(node)))
            }
            _ => Ok(node),
        }
    }

    fn primary(&mut self, context: Context) -> Result<Node> {
        let Lexeme { kind, start, end } = self.current;
        if context.depth >= DEPTH_MAX {
            return self.error(start, Problem::TooDeep { max: DEPTH_MAX });
        }
        let context = Context { depth: context.depth + 1, ..context };
        match kind {
            Kind::Open => self.group(context),
            Kind::Word | Kind::Phrase => {
                self.advance()?;
                self.term(kind, start..end, start, context)
            }
            Kind::Field => self.field(context),
            Kind::Case => self.letters("CASE", Letters::Cased, context),
            Kind::Exact => self.letters("EXACT", Letters::Exact, context),
            Kind::Across => self.function(Context { across: true, ..context }),
            Kind::Sentence | Kind::Paragraph => {
                let unit = if kind == Kind::Sentence { Unit::Sentence } else { Unit::Paragraph };
                let node = self.function(context)?;
                Ok(Node::Within(unit, Box::new(node), self.span_from(start)))
            }
            Kind::Context => Ok(Node::Context(Box::new(self.function(context)?))),
            Kind::AtLeast(times) => {
                self.advance_over_operator(&format!("ATLEAST/{times}"))?;
                let node = self.primary(context)?;
                Ok(Node::AtLeast(times, Box::new(node), self.span_from(start)))
            }
            Kind::Score(threshold) => {
                self.advance()?;
                if self.current.kind != Kind::Open {
                    let operator = format!("SCORE>={threshold}");
                    return self.error(start, Problem::ExpectedGroup { operator });
                }
                if context.scores >= SCORES_MAX {
                    return self.error(start, Problem::ScoresTooDeep { max: SCORES_MAX });
                }
                let node = self.group(Context { scores: context.scores + 1, ..context })?;
                Ok(Node::Score(threshold, Box::new(node), self.span_from(start)))
            }
            _ => {
                let found = self.found();
                self.error(start, Problem::ExpectedTerm { found })
            }
        }
    }

    fn function(&mut self, context: Context) -> Result<Node> {
        self.advance()?;
        self.group(context)
    }

    fn group(&mut self, context: Context) -> Result<Node> {
        let open = self.current.start;
        self.advance()?;
        match self.current.kind {
            Kind::Close => return self.error(open, Problem::EmptyGroup),
            Kind::End => return self.error(open, Problem::UnclosedGroup),
            _ => {}
        }
        let node = self.or(context)?;
        match self.current.kind {
            Kind::Close => self.advance()?,
            Kind::End => return self.error(open, Problem::UnclosedGroup),
            Kind::Score(threshold) => {
                let (threshold, found) = (threshold.to_string(), "a group that goes on".to_owned());
                return self.error(self.current.start, Problem::AfterScore { threshold, found });
            }
            _ => return self.operator_missing(),
        }
        Ok(node)
    }

    fn letters(&mut self, operator: &str, letters: Letters, context: Context) -> Result<Node> {
        match context.letters {
            Letters::Named(_) => {
                self.error(self.current.start, Problem::LettersOfName { operator: operator.to_owned() })
            }
            _ => self.function(Context { letters, ..context }),
        }
    }

    fn field(&mut self, context: Context) -> Result<Node> {
        let Lexeme { start, end, .. } = self.current;
        let name = &self.query[start..end - 1];
        // Before the next piece is read: what is wrong is at the field.
        let context = self.in_field(name, start, context)?;
        self.advance()?;
        match self.current.kind {
            Kind::Word | Kind::Phrase | Kind::Open | Kind::Case | Kind::Exact => {}
            Kind::AtLeast(_) | Kind::Sentence | Kind::Paragraph | Kind::Field => {}
            _ => {
                let (name, found) = (name.to_owned(), self.found());
                return self.error(start, Problem::EmptyField { name, found });
            }
        }
        match self.current {
            // What a name is of is part of the clause.
            Lexeme { kind: kind @ (Kind::Word | Kind::Phrase), start: from, end }
                if matches!(context.letters, Letters::Named(_)) =>
            {
                self.advance()?;
                self.term(kind, from..end, start, context)
            }
            _ => self.primary(context),
        }
    }

    /// What a field, or a kind of names, says of what follows it.
    fn in_field(&self, name: &str, start: usize, context: Context) -> Result<Context> {
        let refused = |outer: &str| {
            let (outer, inner) = (outer.to_owned(), format!("{name}:"));
            self.error(start, Problem::FieldInField { outer, inner })
        };
        if let Some(kind) = kind_named(name) {
            return match context.letters {
                // Names stand in headline and text.
                _ if !context.scope.is_of_text() => refused(context.scope.prefix()),
                Letters::Named(outer) if outer != kind => refused(kind_prefix(outer)),
                Letters::Folded | Letters::Named(_) => {
                    Ok(Context { letters: Letters::Named(kind), ..context })
                }
                Letters::Cased => self.error(start, Problem::LettersOfName { operator: "CASE".to_owned() }),
                Letters::Exact => self.error(start, Problem::LettersOfName { operator: "EXACT".to_owned() }),
            };
        }
        // The lexer lets pass the names of fields only.
        let scope = Scope::named(name).unwrap_or_default();
        match context.letters {
            Letters::Named(kind) => refused(kind_prefix(kind)),
            _ if context.scope != Scope::Body && context.scope != scope => refused(context.scope.prefix()),
            _ => Ok(Context { scope, ..context }),
        }
    }

    /// The term of these bytes, in a clause that begins here.
    fn term(
        &self,
        kind: Kind,
        bytes: std::ops::Range<usize>,
        start: usize,
        context: Context,
    ) -> Result<Node> {
        let written = &self.query[bytes.clone()];
        let clause = narrow(start)..narrow(bytes.end);
        let quoted = kind == Kind::Phrase;
        term::term(written, quoted, context.scope, context.letters, clause)
            .map_err(|problem| QueryError::at(self.query, bytes.start, problem))
    }

    fn advance(&mut self) -> Result<()> {
        self.last_end = self.current.end;
        self.current = self.lexer.next()?;
        Ok(())
    }

    fn advance_over_operator(&mut self, operator: &str) -> Result<()> {
        self.advance()?;
        match self.current.kind {
            Kind::End | Kind::Close | Kind::And | Kind::Or | Kind::Near { .. } | Kind::Weight(_) => {
                let (operator, found) = (operator.to_owned(), self.found());
                self.error(self.current.start, Problem::ExpectedOperand { operator, found })
            }
            _ => Ok(()),
        }
    }

    fn operator_missing<T>(&self) -> Result<T> {
        let found = &self.query[self.current.start..self.current.end];
        let capitals = found.to_ascii_uppercase();
        let name = capitals.split('/').next().unwrap_or_default();
        if matches!(name, "AND" | "OR" | "NOT" | "NEAR" | "ONEAR") && found != capitals {
            let found = found.to_owned();
            return self.error(self.current.start, Problem::LowerCaseOperator { found, capitals });
        }
        if matches!(self.current.kind, Kind::Weight(_)) {
            return self.error(self.current.start, Problem::ExpectedWeight);
        }
        self.error(self.current.start, Problem::ExpectedOperator { found: self.found() })
    }

    fn found(&self) -> String {
        match self.current.kind {
            Kind::End => "the end of the query".to_owned(),
            _ => quoted(&self.query[self.current.start..self.current.end]),
        }
    }

    fn span_from(&self, start: usize) -> Span {
        narrow(start)..narrow(self.last_end)
    }

    fn error<T>(&self, offset: usize, problem: Problem) -> Result<T> {
        Err(QueryError::at(self.query, offset, problem))
    }
}

/// Several nodes under their operator; nested operators of the same kind become one.
fn collect(nodes: Vec<Node>, operator: fn(Vec<Node>) -> Node) -> Node {
    let is_or = matches!(operator(Vec::new()), Node::Or(_));
    let is_nested =
        |node: &Node| if is_or { matches!(node, Node::Or(_)) } else { matches!(node, Node::And(_)) };
    if !nodes.iter().any(is_nested) {
        return operator(nodes);
    }
    // Parentheses that change nothing must not change the revision: `(a OR b) OR c` is `a OR b OR c`.
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Or(inner) if is_or => flat.extend(inner),
            Node::And(inner) if !is_or => flat.extend(inner),
            node => flat.push(node),
        }
    }
    operator(flat)
}

/// Queries are bounded far below 4 GB by `BYTES_MAX`.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
