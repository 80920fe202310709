package main

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
)

func (a *app) statusCmd() *cobra.Command {
	var past bool
	c := &cobra.Command{
		Use: "status", Short: a.words.T("cmd.status"), Long: a.words.T("cmd.status-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.status"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(false)
			if err != nil {
				return err
			}
			defer s.close()
			p, err := s.roundAsked()
			if err != nil {
				return err
			}
			rounds, err := s.Rounds(p)
			if err != nil {
				return err
			}
			o := s.newOutput("status", p)
			if err := o.also(s.CheckMerged(p)); err != nil {
				return err
			}
			s.status(o, rounds)
			if past {
				s.turnout(o, rounds)
			}
			return o.print()
		},
	}
	c.Flags().BoolVar(&past, "history", false, a.words.T("flag.history"))
	return c
}

// status prints who reported in the last of some rounds: the sums, a line for each bureau, and then what needs more than a line.
func (s *session) status(o *output, rounds []*round.Round) {
	r := rounds[len(rounds)-1]
	reg := r.Register()
	o.line("status.title", "period", r.Period.String(), "due", reg.Due.String())
	s.registerSummary(o, reg)
	s.named(o, reg)
	s.closing(o, reg)
	s.registerTable(o, reg)
	s.heldRows(o, r)
	s.contradictions(o, r)
	s.exceptions(o, r)
	s.severalFiles(o, r)
	s.outside(o, reg)
	s.strayFiles(o, r)
	s.unproven(o, rounds)
	o.summary["register"] = registerJSON(reg)
	if s.json {
		files := []map[string]any{}
		for _, l := range r.Files() {
			files = append(files, s.fileJSON(r, &l))
		}
		o.summary["files"] = files
	}
}

func (s *session) registerSummary(o *output, reg *report.Register) {
	for _, oc := range []report.Outcome{report.OnTime, report.Late, report.SentBack, report.Missing, report.Exempt} {
		o.summary[oc.Key()] = reg.Count(oc)
	}
	o.summary["roster"], o.summary["expected"], o.summary["due"] = reg.Roster(), reg.Expected(), reg.Due.String()
	o.summary["nothing"], o.summary["rate"], o.summary["punctuality"] = reg.NothingToReport(), known(reg.Rate()), known(reg.Punctuality())
	o.line("status.roster", "roster", reg.Roster(), "expected", reg.Expected(), "exempt", reg.Count(report.Exempt), "idle", len(s.Plan.Bureaus)-reg.Roster())
	o.line("status.expected", "expected", reg.Expected(), "ontime", reg.Count(report.OnTime), "late", reg.Count(report.Late),
		"sentback", reg.Count(report.SentBack), "missing", reg.Count(report.Missing), "nothing", reg.NothingToReport(),
		"rate", share(reg.Rate()), "punctuality", share(reg.Punctuality()))
}

// named names the bureaus that somebody has to call, with the contact that the plan gives; if all are missing, the sum says it.
func (s *session) named(o *output, reg *report.Register) {
	for _, oc := range []report.Outcome{report.Missing, report.SentBack, report.Late} {
		var names []string
		for _, row := range reg.Rows {
			if row.Outcome != oc {
				continue
			}
			name := row.Bureau.Name + row.Which(s.words)
			if oc != report.Late {
				name += s.contact(row.Bureau)
			}
			names = append(names, name)
		}
		if n := len(names); n > 0 && n < reg.Expected() {
			o.line("status.named", "word", s.words.T("outcome."+oc.Key()), "n", n, "names", s.first(names))
		}
	}
}

// contact gives whom to call at a bureau, and under which number, as far as the plan says so.
func (s *session) contact(b *workbook.Bureau) string {
	whom := strings.TrimSpace(b.Contact + " " + b.Phone)
	if whom == "" {
		return ""
	}
	return s.words.T("status.contact", "whom", whom)
}

// closing prints when the round closes, and by whose approval it takes returns again.
func (s *session) closing(o *output, reg *report.Register) {
	o.summary["closing"] = orNull(reg.Closing)
	again := []map[string]any{}
	if reg.Closing != 0 {
		o.line("status.closing", "day", reg.Closing.String())
	}
	for _, d := range reg.Reopenings {
		names := bureauNames(d)
		o.line("status.reopened", "bureaus", strings.Join(names, s.words.T("report.join")), "day", d.Until.String(), "reason", d.Reason, "approver", d.Approver)
		again = append(again, map[string]any{"bureaus": names, "until": d.Until.String(), "reason": d.Reason, "approver": d.Approver})
	}
	o.summary["reopened"] = again
}

func bureauNames(d *workbook.IntakeDecision) []string {
	names := []string{}
	for _, b := range d.Bureaus {
		names = append(names, b.Name)
	}
	return names
}

// statusWidth is the largest width of the table: it must fit the window that a double-click or an office terminal opens.
const statusWidth = 100

// The longest name of a bureau that the table shows in full, and the least width that it leaves for a file's name.
const (
	longestBureau = 20
	leastFile     = 16
)

func (s *session) registerTable(o *output, reg *report.Register) {
	t := s.words.T
	head := []string{t("heading.bureau"), t("status.outcome"), t("status.first-seen"), t("status.returns"), t("status.errors"), t("status.warnings"), t("status.file")}
	var rows [][]string
	for _, r := range reg.Rows {
		rows = append(rows, []string{shorten(r.Bureau.Name, longestBureau), s.outcomeWords(r), r.FirstSeen.String(), number(r.Returns), number(r.Errors), number(r.Warnings), s.filesInRound(r, reg.Period)})
	}
	fit(head, rows, len(head)-1, statusWidth, leastFile)
	o.table(head, rows)
	// Whoever looks for a file needs its full name.
	var whole []string
	for i, r := range reg.Rows {
		if name := s.filesInRound(r, reg.Period); rows[i][len(head)-1] != name {
			whole = append(whole, t("status.whole-name-line", "bureau", r.Bureau.Name, "file", name))
		}
	}
	o.section("status.whole-names", whole)
}

// inRound gives a file's name without the folder of its round.
func inRound(name string, p calendar.Period) string { return strings.TrimPrefix(name, p.String()+"/") }

// filesInRound names the files of a bureau that count.
func (s *session) filesInRound(r *report.RegisterRow, p calendar.Period) string {
	names := make([]string, len(r.Files))
	for i, f := range r.Files {
		names[i] = inRound(f, p)
	}
	return strings.Join(names, s.words.T("report.join"))
}

// outcomeWords gives the outcome of a bureau's report in a word or two.
func (s *session) outcomeWords(r *report.RegisterRow) string {
	word := r.InWords(s.words)
	if r.Nothing {
		word += s.words.T("status.nothing")
	}
	if r.AfterClose > 0 && len(r.Files) == 0 {
		word += s.words.T("status.after-close")
	}
	if r.Outcome == report.SentBack && r.Unproven > 0 {
		word += s.words.T("status.awaited")
	}
	return word
}

// heldRows lists the rows that do not count until they are corrected, bureau by bureau.
func (s *session) heldRows(o *output, r *round.Round) {
	held, further := []map[string]any{}, 0
	var lines []string
	for _, in := range r.Intake {
		if !round.Counts(in.Word) || in.Bureau() == nil || len(in.Verdict.Held) == 0 {
			continue
		}
		var parts []string
		forms := append(s.Forms.All(), listForms(r)...)
		if in.IsLedger() {
			forms = []*workbook.Form{in.Return.Ledger.Forms.Ledger, in.Return.Ledger.Forms.Problems}
		}
		for _, f := range forms {
			t := in.Return.Tables[f.Key]
			if t == nil {
				continue
			}
			var ids []string
			rows := map[string]int{}
			for rec := range in.Verdict.Held {
				if rec.Table == t {
					rows[rec.ID]++
				}
			}
			for _, rec := range t.Records {
				if !in.Verdict.Held[rec] {
					continue
				}
				id := rec.ID
				switch row := s.words.T("status.row", "row", rec.Row); {
				case id == "":
					id = row
				case rows[id] > 1:
					id = s.words.T("status.row-of", "id", id, "row", row)
				}
				ids = append(ids, id)
				held = append(held, map[string]any{"bureau": in.Bureau().Name, "sheet": t.Sheet, "row": rec.Row, "id": rec.ID})
			}
			if len(ids) > 0 {
				parts = append(parts, t.Sheet+" "+s.listedOf(ids, len(ids)+in.Verdict.HeldToo(f.Key)))
			}
		}
		further += in.Verdict.HeldRows() - len(in.Verdict.Held)
		lines = append(lines, s.words.T("status.held-line", "bureau", in.Bureau().Name, "rows", strings.Join(parts, s.words.T("filenote.join"))))
	}
	o.section("status.held", lines)
	o.summary["held_rows"] = held
	if further > 0 {
		o.summary["held_rows_further"] = further
	}
}

func listForms(r *round.Round) []*workbook.Form {
	var out []*workbook.Form
	for _, l := range r.Plan.Lists {
		out = append(out, &l.Form)
	}
	return out
}

// mostListed is how many names a line shows before it counts the rest.
const mostListed = 12

func (s *session) listed(names []string) string { return s.listedOf(names, len(names)) }

// listedOf lists names, of which there are n in all; names holds at least the first of them.
func (s *session) listedOf(names []string, n int) string {
	if n <= mostListed {
		return strings.Join(names, s.words.T("report.join"))
	}
	return s.words.T("status.and-more", "names", strings.Join(names[:mostListed], s.words.T("report.join")), "n", n)
}

// first lists the first names of a list whose length is printed beside.
func (s *session) first(names []string) string {
	if len(names) <= mostListed {
		return strings.Join(names, s.words.T("report.join"))
	}
	return strings.Join(names[:mostListed], s.words.T("report.join")) + s.words.T("status.and-so-on")
}

// severalFiles shows, for every bureau with several files or one that needs explaining, which file counts and why. A county's workbook and
// its ledger are two things, and not several files of one. strayFiles names the files that are no return of the round.
func (s *session) severalFiles(o *output, r *round.Round) {
	files := map[*workbook.Bureau][]report.FileLine{}
	for _, in := range r.Intake {
		if l := r.FileLine(in); l.Bureau != nil && !round.IsStray(l.Verdict) {
			files[l.Bureau] = append(files[l.Bureau], l)
		}
	}
	var lines []string
	for _, b := range r.Plan.Bureaus {
		ledgers := 0
		for _, l := range files[b] {
			if l.Ledger {
				ledgers++
			}
		}
		if max(ledgers, len(files[b])-ledgers) < 2 && !slices.ContainsFunc(files[b], func(l report.FileLine) bool { return l.Note(r.Plan, s.words) != "" }) {
			continue
		}
		for _, l := range files[b] {
			lines = append(lines, s.words.T("status.file-line", "bureau", b.Name, "day", l.Seen.String(), "file", inRound(l.Name, r.Period), "receipt", l.Receipt,
				"word", s.words.T("verdict."+l.Verdict), "note", l.Note(r.Plan, s.words)))
		}
	}
	o.section("status.several", lines)
}

// outside lists the bureaus that reported without being asked.
func (s *session) outside(o *output, reg *report.Register) {
	var lines []string
	names := []string{}
	for _, row := range reg.Outside {
		names = append(names, row.Bureau.Name)
		lines = append(lines, s.words.T("status.outside-line", "bureau", row.Bureau.Name, "day", row.FirstSeen.String(), "file", strings.Join(row.Files, s.words.T("report.join"))))
	}
	o.section("status.outside", lines)
	o.summary["outside"] = names
}

// strayFiles lists the files that are nobody's return of the round.
func (s *session) strayFiles(o *output, r *round.Round) {
	var lines []string
	for _, l := range r.Files() {
		if round.IsStray(l.Verdict) {
			bureau := ""
			if l.Bureau != nil {
				bureau = l.Bureau.Name
			}
			lines = append(lines, s.words.T("status.stray-line", "file", inRound(l.Name, r.Period), "day", l.Seen.String(), "word", s.words.T("verdict."+l.Verdict), "bureau", bureau, "note", l.Note(r.Plan, s.words)))
		}
	}
	o.section("status.stray", lines)
}

// unproven lists the files of which nothing proves that they are what was issued. From all rounds, as later ones build on them, it
// lists those that do not count because their bureau had sent a sealed one; from the last round also those that count all the same.
// The coordinator, who knows whom they came from, vouches for them or sets them aside.
func (s *session) unproven(o *output, rounds []*round.Round) {
	last := rounds[len(rounds)-1]
	listed := []map[string]any{}
	var taken, apart []string
	past := ""
	for _, r := range rounds {
		period := ""
		if r != last {
			period = r.Period.String()
		}
		for _, in := range r.Intake {
			at := in.Unidentified()
			if at < 0 || in.Bureau() == nil || in.Word != report.VerdictUnproven && (r != last || !round.Counts(in.Word) || !in.Verdict.Findings[at].Counts()) {
				continue
			}
			rule, receipt := in.Verdict.Findings[at].Code, round.ReceiptName(in.Receipt)
			line := s.words.T("status.unproven-line", "bureau", in.Bureau().Name, "period", period, "file", inRound(in.Receipt.Name, r.Period), "receipt", receipt)
			if round.Counts(in.Word) {
				taken = append(taken, line)
			} else {
				apart, past = append(apart, line), cmp.Or(period, past)
			}
			listed = append(listed, map[string]any{"bureau": in.Bureau().Code, "period": r.Period.String(), "file": in.Receipt.Name, "receipt": receipt, "code": rule, "counts": round.Counts(in.Word)})
		}
	}
	o.section("status.unproven-apart", apart)
	if past != "" {
		o.line("status.unproven-past", "period", past)
	}
	o.section("status.unproven", taken)
	o.summary["unproven"] = listed
}

// turnout prints the rounds side by side: every bureau's reporting over the periods, with its rates.
func (s *session) turnout(o *output, rounds []*round.Round) {
	t := s.words.T
	var registers []*report.Register
	for _, r := range rounds {
		registers = append(registers, r.Register())
	}
	all := report.BuildTurnout(registers)
	head := []string{t("heading.bureau")}
	for _, reg := range registers {
		head = append(head, shortPeriod(reg.Period, registers[0].Period))
	}
	head = append(head, t("registersum.expected-returns"), t("status.rate"), t("status.punctuality"))
	var rows [][]string
	bureaus := []map[string]any{}
	for _, row := range all.Rows {
		cells := []string{shorten(row.Bureau.Name, longestBureau)}
		outcomes := map[string]any{}
		for i, oc := range row.Outcomes {
			cells = append(cells, t("outcomemark."+oc.Key()))
			outcomes[registers[i].Period.String()] = oc.Key()
		}
		rows = append(rows, append(cells, number(row.Expected()), share(row.Rate()), share(row.Punctuality())))
		bureaus = append(bureaus, map[string]any{"bureau": row.Bureau.Name, "outcomes": outcomes, "expected": row.Expected(), "received": row.Received(),
			"on-time": row.Count(report.OnTime), "rate": known(row.Rate()), "punctuality": known(row.Punctuality())})
	}
	var sums [][]string
	periods := []map[string]any{}
	for _, reg := range registers {
		sums = append(sums, []string{reg.Period.String(), reg.Due.String(), strconv.Itoa(reg.Expected()), strconv.Itoa(reg.Received()), strconv.Itoa(reg.Count(report.OnTime)),
			share(reg.Rate()), share(reg.Punctuality())})
		periods = append(periods, map[string]any{"period": reg.Period.String(), "due": reg.Due.String(), "roster": reg.Roster(), "expected": reg.Expected(),
			"received": reg.Received(), "on-time": reg.Count(report.OnTime), "rate": known(reg.Rate()), "punctuality": known(reg.Punctuality())})
	}
	o.lines = append(o.lines, "", t("status.history"))
	o.table([]string{t("heading.period"), t("status.due"), t("registersum.expected-returns"), t("registersum.received"), t("registersum.on-time"), t("status.rate"), t("status.punctuality")}, sums)
	o.table(head, rows)
	o.line("status.history-legend")
	o.summary["history"] = map[string]any{"periods": periods, "bureaus": bureaus}
}

// shortPeriod gives a period for a narrow heading: 09 or W36, or with its year 25-01 if the first period is of another year.
func shortPeriod(p, first calendar.Period) string {
	s := p.String()
	switch {
	case len(s) <= 4:
		return s
	case p.Year() == first.Year():
		return s[5:]
	}
	return s[2:]
}

// number leaves zeros blank, so that other figures stand out.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// share writes a ratio as a percentage with one decimal, without a trailing zero.
func share(a workbook.Amount) string {
	if !a.Known {
		return "—"
	}
	return formula.PercentText(formula.Round(a.V, 3))
}

// known gives an amount for --json, null if it is unknown.
func known(a workbook.Amount) any {
	if !a.Known {
		return nil
	}
	return a.V
}

func registerJSON(reg *report.Register) []map[string]any {
	out := []map[string]any{}
	for _, r := range reg.Rows {
		again := []map[string]any{}
		for _, d := range r.Reopened {
			again = append(again, map[string]any{"until": d.Until.String(), "reason": d.Reason, "approver": d.Approver})
		}
		out = append(out, map[string]any{"bureau": r.Bureau.Name, "outcome": r.Outcome.Key(), "outcome_of": r.Short.Key(), "nothing": r.Nothing, "first_seen": orNull(r.FirstSeen),
			"last_seen": orNull(r.LastSeen), "returns": r.Returns, "sent_back": r.SentBackTimes, "errors": r.Errors, "warnings": r.Warnings, "held": r.Held,
			"file": strings.Join(r.Files, "、"), "reason": r.Reason, "after_close": r.AfterClose, report.VerdictUnproven: r.Unproven, "reopened": again})
	}
	return out
}

func orNull(d calendar.Date) any {
	if d == 0 {
		return nil
	}
	return d.String()
}
