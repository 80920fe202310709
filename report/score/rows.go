package score

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"duban/report"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// Reasons why a row does not count (scoreleft.<key>).
const (
	leftNoShare       = "no-share"
	leftNoWeight      = "no-weight"
	leftUnknown       = "completion-unknown"
	leftNotDue        = "not-due"
	leftNotApproved   = "not-approved"
	leftApprovedLater = "approved-later"
	leftHappensLater  = "happens-later"
	leftReversed      = "reversed"
	leftNoItem        = "no-item"
	leftNoneDue       = "none-due"
	leftExempt        = "exempt"
	leftHigher        = "counted-higher"
	leftFiltered      = "not-this-item"
	leftByTask        = "rated-by-task"
	leftAbsent        = "absent"
	leftTaskGone      = "task-gone"
	leftHeir          = "heir-later"
)

func amountValue(a workbook.Amount) sheet.Value {
	if !a.Known {
		return sheet.Value{}
	}
	return sheet.Num(a.V)
}

// makeRows makes the rows of every grain, by bureau. Rows of periods, tasks' periods, indicators and bureaus are made only if an item scores
// them; the others may be needed for the inputs of a bureau's row.
func (s *Scores) makeRows() {
	scored := func(grain string) bool { return len(s.Scheme.byGrain(grain)) > 0 }
	s.taskRows()
	if scored(workbook.GrainTaskPeriod) {
		s.taskPeriodRows()
	}
	if scored(workbook.GrainBureau) {
		s.bureauRows()
		s.veilMeans()
	}
	if scored(workbook.GrainPeriod) {
		s.periodRows()
	}
	s.reportingRows()
	if scored(workbook.GrainIndicator) {
		s.indicatorRows()
	}
	s.eventRows()
	s.adjustmentRows()
	s.ratingRows()
}

func (s *Scores) row(r *Row) { s.Rows[r.Grain] = append(s.Rows[r.Grain], r) }

// taskRows makes a row for each line of the ledger. The ledger of an earlier round has the plan of its time: bureaus are identified by their
// present code.
func (s *Scores) taskRows() {
	if s.Ledger == nil {
		return
	}
	lines := map[string][]*report.Line{}
	for _, l := range s.Ledger.Lines {
		lines[l.Bureau.CodeNow()] = append(lines[l.Bureau.CodeNow()], l)
	}
	for _, b := range s.Bureaus {
		for _, l := range lines[b.Bureau.Code] {
			s.row(s.taskRow(b.Bureau, l))
		}
	}
}

// lineInputs gives the inputs that a line of the ledger yields, with completion c. Target and done value are what c is counted from: the
// bureau's part if the task is allocated in parts, the milestones if it is counted by these.
func (s *Scores) lineInputs(l *report.Line, c workbook.Completion) Inputs {
	t := l.Task
	baseline := workbook.Amount{}
	if part := t.PartOf(l.Bureau); part != nil {
		baseline = part.Baseline
	} else if t.Measure == workbook.Quantity {
		baseline = t.Baseline
	}
	in := Inputs{numbers: make([]float64, 0, lineNumbersAtMost), values: make([]sheet.Value, 0, lineTextsAtMost)}
	in.set(workbook.InRole, sheet.Str(s.words.role(l.Role)))
	in.set(workbook.InWeight, sheet.Num(t.Weight))
	in.set(workbook.InShare, sheet.Num(s.roleShare(l.Role)))
	in.set(workbook.InDifficulty, sheet.Num(t.Difficulty))
	in.set(workbook.InArea, sheet.StrOrBlank(t.Area))
	in.set(workbook.InMeasure, sheet.StrOrBlank(s.words.own.ChoiceLabel("measure", t.Measure)))
	in.set(workbook.InTarget, amountValue(c.Of))
	in.set(workbook.InBaseline, amountValue(baseline))
	in.set(workbook.InDone, amountValue(c.Done))
	in.set(workbook.InRatio, amountValue(c.Ratio))
	in.set(workbook.InElapsed, amountValue(elapsed(l)))
	return in
}

// elapsed gives 序时进度 for scoring: the share of time that has passed, or the expectation by interim targets if the task has any.
func elapsed(l *report.Line) workbook.Amount {
	if l.Task.ByInterims() {
		return l.Expected
	}
	return l.Elapsed
}

// The number of inputs of each kind that a row of a task, or of a task's period, has at most.
const (
	lineNumbersAtMost = 11
	lineTextsAtMost   = 4
)

// taskRow makes the row of a bureau's line at the end of the span.
func (s *Scores) taskRow(b *workbook.Bureau, l *report.Line) *Row {
	t := l.Task
	share := s.roleShare(l.Role)
	late, excused := s.lateness(s.Ledger, l)
	reached, fallen := s.soFar(l)
	r := &Row{Grain: workbook.GrainTask, Bureau: b, Line: l, Basis: max(0, t.Weight*share), Inputs: s.lineInputs(l, reached), Fallen: fallen}
	if s.ahead(l) && s.Interim {
		if reached, r.ToDate = s.Plan.OfInterim(s.Ledger.Now, t.Measuring(l.Bureau, l.Completion), l.Bureau, l.Completion, s.dueBy()); r.ToDate {
			fallen, r.Fallen, r.Inputs = 0, 0, s.lineInputs(l, reached)
			r.Inputs.set(workbook.InElapsed, sheet.Num(1))
		}
	}
	if fallen > 0 && l.Elapsed.Known {
		// All that has fallen due should be reached, whatever share of the task's time has passed.
		r.Inputs.set(workbook.InElapsed, sheet.Num(1))
	}
	if fallen > 0 && !r.Inputs.of(workbook.InBaseline).IsBlank() {
		// Milestones count from zero, whatever amount the task began with.
		r.Inputs.set(workbook.InBaseline, sheet.Num(0))
	}
	r.Inputs.set(workbook.InDaysLate, amountValue(late))
	r.Inputs.set(workbook.InExcused, amountValue(excused))
	if s.Ledger.Now != nil {
		now := s.Plan.Task(t.ID)
		if now == nil {
			now = t
		}
		if v := s.Plan.VerifiedValue(now, b, workbook.ColScore, s.Ledger.Now.Period); v != nil && v.Number.Known {
			r.Inputs.set(workbook.InVerified, sheet.Num(v.Number.V))
		}
	}
	switch {
	case !l.Completion.Ratio.Known:
		r.Left = leftUnknown
	case s.notDue(l, fallen) && !r.ToDate:
		r.Left = leftNotDue
	case share <= 0:
		r.Left = leftNoShare
	case r.Basis <= 0:
		r.Left = leftNoWeight
	}
	if r.Left != "" {
		r.Basis = 0
	}
	return r
}

// roleShare gives the 角色系数 of a role.
func (s *Scores) roleShare(role string) float64 {
	switch role {
	case workbook.RoleCoLead:
		return s.Plan.Settings.CoLeadShare
	case workbook.RoleSupport:
		return s.Plan.Settings.SupportShare
	}
	return 1
}

// bureauRows makes a row for each bureau. Most of its inputs are sums over the other tables; here are those that the tables do not hold.
func (s *Scores) bureauRows() {
	for _, b := range s.Bureaus {
		due, started := s.starts(b.Bureau)
		s.row(&Row{Grain: workbook.GrainBureau, Bureau: b.Bureau, Basis: 1, Inputs: knownInputs([]knownInput{
			{workbook.InStartsDue, sheet.Int(due)}, {workbook.InStarted, sheet.Int(started)},
		})})
	}
}

// starts counts the projects of a bureau that were due to start by AsOf or have started, and those of them that have started. A project starts
// with the step whose title speaks of 开工, or with its first step if none does.
func (s *Scores) starts(b *workbook.Bureau) (due, started int) {
	if s.Ledger == nil || s.Ledger.Now == nil {
		return 0, 0
	}
	for _, t := range s.Plan.Tasks {
		if t.Measure != workbook.Project || len(t.Steps) == 0 || t.Role(b) == "" || t.Role(b) == workbook.RoleSupport {
			continue
		}
		step := t.Steps[0]
		for _, st := range t.Steps {
			if title := strings.ToLower(st.Title); strings.Contains(title, "开工") || strings.Contains(title, "ground") || strings.Contains(title, "start") {
				step = st
				break
			}
		}
		states := s.Ledger.Now.StepStates(step)
		if step.Each && slices.Contains(step.Bureaus, b) {
			states = []workbook.RowState{{Bureaus: []*workbook.Bureau{b}, Reached: s.Ledger.Now.Step(step, b)}}
		}
		share, _ := workbook.ShareDone(states)
		finished := share == 1
		if step.Due != 0 && step.Due <= s.AsOf || finished {
			due++
			if finished {
				started++
			}
		}
	}
	return due, started
}

// periodRows makes a row for each bureau and period, for bureaus that were asked for any period.
func (s *Scores) periodRows() {
	type key struct{ code, period string }
	registers := map[key]registered{}
	var periods []calendar.Period
	for _, reg := range s.Registers {
		periods = append(periods, reg.Period)
		for _, row := range reg.Rows {
			registers[key{row.Bureau.CodeNow(), reg.Period.String()}] = s.registered(reg, row)
		}
	}
	lines, ledgers := map[key][]*report.Line{}, map[key]*report.Ledger{}
	for _, l := range s.Ledgers {
		for _, line := range l.Lines {
			k := key{line.Bureau.CodeNow(), l.Period.String()}
			lines[k] = append(lines[k], line)
			ledgers[k] = l
		}
	}
	sort.SliceStable(periods, func(i, j int) bool { return periods[i].Last() < periods[j].Last() })
	for _, b := range s.Bureaus {
		asked := false
		for _, p := range periods {
			row := registers[key{b.Bureau.Code, p.String()}].row
			asked = asked || row != nil && row.Outcome != report.Exempt && row.Outcome != report.NotAsked
		}
		if !asked {
			continue // never asked: the bureau has no periods to miss
		}
		for _, p := range periods {
			k := key{b.Bureau.Code, p.String()}
			r := &Row{Grain: workbook.GrainPeriod, Bureau: b.Bureau, Period: p, Basis: 1, Inputs: reportingInputs(registers[k])}
			r.Inputs.set(workbook.InPeriod, sheet.Str(p.String()))
			s.progressInputs(r, ledgers[k], lines[k])
			if r.Inputs.of(workbook.InAsked).Num == 0 && !r.Inputs.of(workbook.InRatio).IsBlank() {
				// A period for which the bureau was not asked, or was exempt, does not count, however its tasks stood.
				r.Inputs.set(workbook.InRatio, sheet.Value{})
			}
			if r.Inputs.of(workbook.InAsked).Num == 0 {
				r.Left, r.Basis = leftNoneDue, 0
			}
			if row := registers[k].row; row != nil && row.Outcome == report.Exempt {
				r.Left = leftExempt
			}
			s.row(r)
		}
	}
}

// progressInputs adds the inputs that sum up a bureau's lines of one period: mean completion and time elapsed, weighted as in the year's
// score, and counts of tasks.
func (s *Scores) progressInputs(r *Row, of *report.Ledger, lines []*report.Line) {
	var ratio, passed, basis, timed float64
	tasks, leads, finished, overdue := 0, 0, 0, 0
	var ofRatio, ofElapsed mean
	for _, l := range lines {
		if s.roleShare(l.Role) <= 0 {
			continue // the bureau only supports the task, and supports have no share
		}
		tasks++
		if l.Role == workbook.RoleLead {
			leads++
		}
		if l.Completion.Finished {
			finished++
		}
		if late, _ := s.lateness(of, l); late.Known && late.V > 0 {
			overdue++
		}
		w := max(0, l.Task.Weight*s.roleShare(l.Role))
		if l.Completion.Ratio.Known {
			ratio, basis = ratio+w*min(1, l.Completion.Ratio.V), basis+w
			if w > 0 {
				ofRatio.add(l.Task)
			}
		}
		if e := elapsed(l); e.Known {
			passed, timed = passed+w*e.V, timed+w
			if w > 0 {
				ofElapsed.add(l.Task)
			}
		}
	}
	ofRatio.veil(r, workbook.InRatio)
	ofElapsed.veil(r, workbook.InElapsed)
	share := func(sum, of float64) sheet.Value {
		if of == 0 {
			return sheet.Value{}
		}
		return sheet.Num(formula.Round(sum/of, 9))
	}
	r.Inputs.set(workbook.InRatio, share(ratio, basis))
	r.Inputs.set(workbook.InElapsed, share(passed, timed))
	r.Inputs.set(workbook.InTasks, sheet.Int(tasks))
	r.Inputs.set(workbook.InLeads, sheet.Int(leads))
	r.Inputs.set(workbook.InFinished, sheet.Int(finished))
	r.Inputs.set(workbook.InOverdue, sheet.Int(overdue))
}

// reportingRows makes a row for each bureau in any register of the months, or of the other kinds of rounds that methods look at. The register
// of an earlier round has the plan of its time: bureaus are identified by their present code.
func (s *Scores) reportingRows() {
	found, partial := s.registeredIn(s.Registers), map[calendar.PeriodKind]map[string][]registered{}
	for _, kind := range partialKinds() {
		partial[kind] = s.registeredIn(ofKind(s.Partial, kind))
	}
	looked := s.partialUsed()
	for _, b := range s.Bureaus {
		code := b.Bureau.Code
		named := func(kind calendar.PeriodKind) bool { return len(partial[kind][code]) > 0 }
		if len(found[code]) == 0 && !slices.ContainsFunc(looked, named) {
			continue
		}
		r := &Row{Grain: workbook.GrainReporting, Bureau: b.Bureau, Basis: 1, Inputs: reportingInputs(found[code]...)}
		for _, kind := range partialKinds() {
			of := reportingInputs(partial[kind][code]...)
			for key, as := range partialInputs(kind) {
				r.Inputs.set(as, of.of(key))
			}
		}
		if !slices.ContainsFunc(askedIn(looked), func(key string) bool { return r.Inputs.of(key).Num > 0 }) {
			r.Left, r.Basis = leftNoneDue, 0
		}
		s.row(r)
	}
}

// askedIn lists the inputs that count the rounds for which a bureau was asked: the months first, then rounds of other kinds.
func askedIn(kinds []calendar.PeriodKind) []string {
	keys := []string{workbook.InAsked}
	for _, kind := range kinds {
		keys = append(keys, partialInputs(kind)[workbook.InAsked])
	}
	return keys
}

// registeredIn collects the rows of each bureau in some registers, by its present code.
func (s *Scores) registeredIn(registers []*report.Register) map[string][]registered {
	found := map[string][]registered{}
	for _, reg := range registers {
		for _, row := range reg.Rows {
			found[row.Bureau.CodeNow()] = append(found[row.Bureau.CodeNow()], s.registered(reg, row))
		}
	}
	return found
}

// partialKinds lists the kinds of rounds that take place within a month.
func partialKinds() [2]calendar.PeriodKind {
	return [2]calendar.PeriodKind{calendar.Week, calendar.Special}
}

// partialInputs maps each input that counts outcomes of months to the one that counts those of rounds of such a kind.
func partialInputs(kind calendar.PeriodKind) map[string]string {
	if kind == calendar.Week {
		return map[string]string{workbook.InAsked: workbook.InWeeksAsked, workbook.InLate: workbook.InWeeksLate,
			workbook.InSentBack: workbook.InWeeksSentBack, workbook.InMissing: workbook.InWeeksMissing}
	}
	return map[string]string{workbook.InAsked: workbook.InSpecialAsked, workbook.InLate: workbook.InSpecialLate,
		workbook.InSentBack: workbook.InSpecialSentBack, workbook.InMissing: workbook.InSpecialMissing}
}

func ofKind(registers []*report.Register, kind calendar.PeriodKind) []*report.Register {
	var out []*report.Register
	for _, reg := range registers {
		if reg.Period.Kind() == kind {
			out = append(out, reg)
		}
	}
	return out
}

// registersOf lists the registers that a row's figures are counted from: that of its period, or, for a row of the year's reporting, those of
// all months and of the other kinds of rounds that methods look at.
func (s *Scores) registersOf(r *Row) []*report.Register {
	var out []*report.Register
	for _, reg := range s.Registers {
		if r.Period.IsZero() || r.Period == reg.Period {
			out = append(out, reg)
		}
	}
	if r.Grain == workbook.GrainReporting {
		for _, kind := range s.partialUsed() {
			out = append(out, ofKind(s.Partial, kind)...)
		}
	}
	return out
}

// partialUsed lists the kinds of rounds within a month that methods look at.
func (s *Scores) partialUsed() []calendar.PeriodKind {
	return kindsUsed(func(keys ...string) bool { return s.uses(workbook.GrainReporting, keys...) })
}

// kindsUsed lists the kinds of rounds within a month on whose inputs looks is true.
func kindsUsed(looks func(keys ...string) bool) (kinds []calendar.PeriodKind) {
	for _, kind := range partialKinds() {
		if looks(slices.Collect(maps.Values(partialInputs(kind)))...) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// registered is a bureau's row in a register, nil if it has none, and whether an approved reason explains its outcome.
type registered struct {
	row       *report.RegisterRow
	explained bool
}

// nothing reports whether the bureau declared to have nothing to report, so that its tasks stand where they stood.
func (r registered) nothing() bool {
	return r.row != nil && r.row.Nothing && (r.row.Outcome == report.OnTime || r.row.Outcome == report.Late)
}

// noneDue reports whether no return was due from the bureau, or an approved reason explains that none came.
func (r registered) noneDue() bool {
	return r.row != nil && (r.row.Outcome == report.Exempt || r.row.Outcome == report.NotAsked || r.explained && r.row.Outcome == report.Missing)
}

func (s *Scores) registered(reg *report.Register, row *report.RegisterRow) registered {
	return registered{row, s.explained(reg, row) != nil}
}

// reportingInputs counts outcomes. An outcome that an approved reason explains counts as asked, and as received if the return came, but not
// as late, sent back or missing.
func reportingInputs(rows ...registered) Inputs {
	var n [report.NotAsked + 1]int
	nothing, explained, never := 0, 0, 0
	for _, r := range rows {
		row := r.row
		switch {
		case row == nil:
			continue
		case r.explained:
			explained++
			if row.Outcome == report.Missing {
				never++
			}
		default:
			n[row.Outcome]++
		}
		if r.nothing() {
			nothing++
		}
	}
	asked := n[report.OnTime] + n[report.Late] + n[report.SentBack] + n[report.Missing] + explained
	return knownInputs([]knownInput{
		{workbook.InAsked, sheet.Int(asked)}, {workbook.InReceived, sheet.Int(asked - n[report.Missing] - never)}, {workbook.InLate, sheet.Int(n[report.Late])},
		{workbook.InSentBack, sheet.Int(n[report.SentBack])}, {workbook.InMissing, sheet.Int(n[report.Missing])}, {workbook.InNothing, sheet.Int(nothing)}, {workbook.InExplained, sheet.Int(explained)},
	})
}

// indicatorRows makes a row for each indicator and each bureau that answers for it.
func (s *Scores) indicatorRows() {
	if s.Ledger == nil || s.Ledger.Now == nil {
		return
	}
	for _, b := range s.Bureaus {
		for _, in := range s.Plan.Indicators {
			for _, x := range in.Bureaus {
				if x != b.Bureau {
					continue
				}
				now, day := s.Ledger.Now.IndicatorValue(in, b.Bureau), s.Ledger.Period.Last()
				target, ratio := in.Planned, s.Plan.IndicatorRatio(in, now, day)
				toDate := s.Interim && len(in.Interims) > 0
				if toDate {
					target, _ = s.Plan.PlannedAt(in, day)
					ratio = s.Plan.IndicatorToDate(in, now, day)
				}
				r := &Row{Grain: workbook.GrainIndicator, Bureau: b.Bureau, Indicator: in, Basis: 1, Inputs: knownInputs([]knownInput{
					{workbook.InIndicator, sheet.Str(keyText(in.Title))}, {workbook.InDirection, sheet.Str(s.words.own.ChoiceLabel("direction", in.Direction))},
					{workbook.InTarget, amountValue(target)}, {workbook.InBaseline, amountValue(in.LastYear)}, {workbook.InDone, amountValue(now)},
					{workbook.InRatio, amountValue(ratio)},
				}), ToDate: toDate}
				switch {
				case !now.Known:
					r.Left, r.Basis = leftUnknown, 0
				case toDate && !target.Known && in.Planned.Known:
					r.Left, r.Basis = leftNotDue, 0
				}
				s.row(r)
			}
		}
	}
}

// indicatorValue gives the figure of an indicator that a method names, for a bureau; blank if there is none.
func (s *Scores) indicatorValue(name string, b *workbook.Bureau) sheet.Value {
	in, figure := s.Plan.IndicatorFigure(name, b)
	if in == nil {
		return sheet.Value{}
	}
	switch figure {
	case workbook.FigurePlanned:
		return amountValue(in.Planned)
	case workbook.FigureLastYear:
		return amountValue(in.LastYear)
	case workbook.FigureBest:
		return amountValue(in.Best)
	}
	if s.Ledger == nil || s.Ledger.Now == nil {
		return sheet.Value{}
	}
	return amountValue(s.Ledger.Now.IndicatorValue(in, b))
}
