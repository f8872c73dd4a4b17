//! One page on its own, for whoever wants to look at it rather than watch it.

use url::Url;
use veille_model::{Capture, Reason};

use crate::Fetcher;
use crate::memory::frontier::Frontier;
use crate::stop::Stop;
use crate::web::Got;
use crate::web::client::{Purpose, Validators};
use crate::web::refusal::Refusal;

impl<F: Frontier> Fetcher<F> {
    /// Fetches one page with the same manners as all others: robots.txt, limits, redirects hop by hop, no private
    /// address. Nothing is remembered.
    ///
    /// # Errors
    /// Who refused and what to try.
    pub async fn page(&self, url: &str) -> Result<Capture, Reason> {
        let address = Url::parse(url).map_err(|_| Refusal::Scheme(url.to_owned()).reason())?;
        let held = Validators::default();
        let got = self.web.get(&address, Purpose::Page, &held, &Stop::default()).await;
        let Got { url, at, whole } = got.map_err(|refusal| refusal.reason())?;
        let (headers, body) = whole.map(|whole| (whole.headers, whole.body)).unwrap_or_default();
        Ok(Capture {
            captured_at: Some(at),
            status: Some(200),
            media_type: headers.get("content-type").cloned(),
            headers,
            ..Capture::page(Some(url.to_string()), body)
        })
    }
}
