"""From text to reports: one grammar over concepts, one lexicon file a language.

`Matcher.build(catalog, langs)` makes a matcher; `match` reads a text into reports and never
looks at a clock, a ledger or a database. All of it is pure functions over immutable data.
"""

from watchers.matching.confidence import PUBLISH_THRESHOLD, REVIEW_THRESHOLD
from watchers.matching.explain import ClauseView, Explanation
from watchers.matching.matcher import Matcher

__all__ = ["PUBLISH_THRESHOLD", "REVIEW_THRESHOLD", "ClauseView", "Explanation", "Matcher"]
