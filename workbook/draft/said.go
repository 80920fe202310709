package draft

import "duban/workbook/calendar"

// Confidence is how plainly a text says something.
type Confidence uint8

const (
	// Sure: the text says it in so many words.
	Sure Confidence = iota
	// Likely: the text says it, but it had to be put together or cut.
	Likely
	// Doubtful: somebody has to check it; Why says what.
	Doubtful
)

// Said is a value from the text, with its place.
type Said struct {
	Text string
	Num  float64
	// IsNum says that the value is Num; Date is the value if it is a day.
	IsNum bool
	Date  calendar.Date
	At    Span
	// Quote is the wording that it was read from.
	Quote string
	Sure  Confidence
	// Why is the code of the reason for doubt, About the words that its message quotes.
	Why, About string
}

// Filled reports whether the text says anything.
func (s Said) Filled() bool { return s.Text != "" || s.IsNum || s.Date != 0 }

// Reasons for doubt; the catalogue has their wording.
const (
	WhyNoLead       = "no-lead"       // nobody is named
	WhyVagueLead    = "vague-lead"    // 各有关单位: nobody is named by name
	WhyHeadLead     = "head-lead"     // the county itself is to do it
	WhyLeaderLead   = "leader-lead"   // leaders are to do it, no bureau is named
	WhyCarried      = "carried"       // named for the sentence before
	WhyUnder        = "under"         // named in the heading
	WhyGathered     = "gathered"      // named behind this and others together
	WhyMore         = "more"          // 等部门: there are more
	WhyStem         = "stem"          // an elided name
	WhyNoDate       = "no-date"       // no limit is set
	WhyHaste        = "haste"         // 会后, 抓紧: no day
	WhyOccasion     = "occasion"      // 春节前: a limit without a day
	WhyTried        = "tried"         // 力争, 争取
	WhyLooseLimit   = "loose-limit"   // 今年, 年度任务
	WhyClosed       = "closed"        // rows of this table are closed one by one (销号): a row counts as done once its closing is verified
	WhyWholeYear    = "whole-year"    // 全年: counted from the year's first day
	WhyYearInvested = "year-invested" // 年度计划投资: due on the last day of the year
	WhyShares       = "shares"        // 其中甲镇、乙镇各完成500户: no column of a plan has each one's part
	WhyPartLimit    = "part-limit"    // 其中4月底前拨付500万元: only a portion has this limit
	WhyUnreadLimit  = "unread-limit"  // labelled as a limit, but cannot be read
	WhyOver         = "over"          // a limit before the document's date
	WhySeveral      = "several"       // several figures or limits; this one is taken
	WhyShareOf      = "share-of"      // worked out from a share of the whole
	WhySummed       = "summed"        // added up: the text gives the figure of each month or quarter by itself
	WhyYearBase     = "year-base"     // last year's total, with which a total within this year cannot be compared
	WhyPaperDay     = "paper-day"     // starts on the day of the paper, not on that of the plan
	WhyRowFigures   = "row-figures"   // a table's row gives more figures than the one that is taken
	WhyUnreadFigure = "unread-figure" // a cell in a column of figures that has none
	WhyRange        = "range"         // 3—5家: the lower end is taken, of a ceiling the upper one
	WhyAbout        = "about"         // 左右, 余
	WhyRest         = "rest"          // 剩余: what is done already is not in it
	WhyWorth        = "worth"         // what a stage is worth is not said
	WhyRhythm       = "rhythm"        // a rhythm that plans do not have
	WhyNoRhythm     = "no-rhythm"     // comes again, and the text does not say how often
	WhyHeading      = "heading-only"  // only the heading names the work
	WhyLong         = "long-title"    // the title is a whole sentence
	WhyWorkedOut    = "worked-out"    // put together from two figures
	WhyWhoseRole    = "whose-role"    // 牵头 behind the second of two names
	WhyEachOwn      = "each-own"      // several bureaus with a limit each, in one clause
	WhyEachPart     = "each-part"     // 分别负责: several bureaus do a part each, and the text does not say which
	WhyGlued        = "glued"         // 2.5万亩 where an item 2 is due: a mark, or a decimal
	WhyReformed     = "reformed"      // an organisation from before the reforms, replaced by the plan's bureau that it became
	WhyGroupMember  = "group-members" // the text does not list who is in it
)
