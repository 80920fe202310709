package validate

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
)

// Contrast is a claim by a bureau about a task that the computed dates and figures contradict.
type Contrast struct {
	Code   string
	Task   *workbook.Task
	Bureau *workbook.Bureau
	Entry  *workbook.Accepted
	// Field is the key of the column with the claim, Word the claim itself.
	Field, Word string
	// Estimate is the bureau's 完成进度, Reached the computed completion and Expected what should have been reached. All are percentages,
	// not known if the contrast is not about them.
	Estimate, Reached, Expected workbook.Amount
	// Due is the deadline in force, Days the number of days by which it was missed; both are 0 if the contrast is not about it.
	Due  calendar.Date
	Days int
}

// Contrasts compares what bureaus reported in a standing's period with what is computed at a day, task by task in the plan's order. It looks
// at the bureaus' own entries, not at values that a verification put in their place.
func Contrasts(p *workbook.Plan, now *workbook.Standing, at calendar.Date) []Contrast {
	var out []Contrast
	for _, t := range p.Tasks {
		for _, a := range t.Assigned {
			if e := now.Entry(t, a.Bureau); e != nil && e.Period == now.Period {
				out = append(out, contrasts(p, now, t, a.Bureau, at)...)
			}
		}
	}
	return out
}

// contrasts compares one bureau's entry. For a supporting bureau without a part nothing of its own is computed, so nothing is compared.
func contrasts(p *workbook.Plan, now *workbook.Standing, t *workbook.Task, b *workbook.Bureau, at calendar.Date) []Contrast {
	e := now.Entry(t, b)
	role := t.Role(b)
	if e == nil || t.StatusOnly || role == "" || role == workbook.RoleSupport && t.PartOf(b) == nil {
		return nil
	}
	// Work that only waits to be verified is done, and so gives no reason to doubt the bureau.
	c := p.Of(now, t, b).AsReported()
	due := p.DueOn(t, at)
	var out []Contrast
	claim := func(code, field, word string, fill func(x *Contrast)) {
		x := Contrast{Code: code, Task: t, Bureau: b, Entry: e, Field: field, Word: word}
		fill(&x)
		out = append(out, x)
	}
	missed := func(by calendar.Date) func(*Contrast) {
		return func(x *Contrast) { x.Due, x.Days = due, int(by-due) }
	}
	switch {
	case e.Status == workbook.Done:
		if due != 0 && e.DoneOn > due && e.Trouble == "" {
			claim("done-late-without-word", workbook.ColDoneOn, e.DoneOn.String(), missed(e.DoneOn))
		}
		return out
	case e.Status == workbook.Sustained || e.Status == workbook.AskChange || c.Finished:
		return nil
	}
	basis := t.Measuring(b, c)
	pace := p.Pace(now, basis, c, p.AtWork(now, t, b), at)
	computed := func(x *Contrast) {
		x.Reached = workbook.Known(100 * c.Ratio.V)
		if pace.Known {
			x.Expected = workbook.Known(100 * pace.V)
		}
	}
	word := func() string {
		if e.TextIn != now.Period {
			return ""
		}
		return SaysNormal(e.Text)
	}
	switch {
	case due != 0 && at > due:
		if w := word(); w != "" {
			claim("normal-but-overdue", workbook.ColText, w, missed(at))
		} else if e.Trouble == "" {
			claim("overdue-without-word", workbook.ColTrouble, "", missed(at))
		}
	case c.Ratio.Known && pace.Known && 100*(pace.V-c.Ratio.V) >= p.Settings.YellowFrom:
		if w := word(); w != "" {
			claim("normal-but-behind", workbook.ColText, w, computed)
		}
	}
	if reach, ok := couldClaim(now, basis, c); ok && e.EstimateIn == now.Period && e.Estimate.V-reach >= p.Settings.EstimateGap && (e.Value.Known || !t.AsksFigure(b)) {
		claim("estimate-beyond-computed", workbook.ColProgress, formula.NumberText(e.Estimate.V)+"%", func(x *Contrast) {
			computed(x)
			x.Estimate = e.Estimate
		})
	}
	return out
}

// couldClaim gives the highest completion, in percent, that a bureau can reasonably claim: the computed one with milestones and steps under
// way taken as done, which otherwise count only once they are. It returns false if the bureau's estimate measures something else than the
// computed completion: for a task that is either done or not, a bound, a recurring duty, of which only what is due so far counts, and a
// rectification, which counts only once it is verified.
func couldClaim(now *workbook.Standing, t *workbook.Task, c workbook.Completion) (float64, bool) {
	switch {
	case c.Binary || !c.Ratio.Known || workbook.IsBound(t.Direction) || t.Measure == workbook.Recurring || t.Measure == workbook.Rectification:
		return 0, false
	case !c.ByParts:
		return 100 * c.Ratio.V, true
	}
	under := 0.0
	count := func(states []workbook.RowState) {
		for _, r := range states {
			if r.Reached != nil && r.Reached.Status == workbook.Ongoing {
				under += 1 / float64(len(states))
			}
		}
	}
	for _, m := range t.Milestones {
		count(now.MilestoneStates(m))
	}
	for _, s := range t.Steps {
		count(now.StepStates(s))
	}
	return min(100, 100*(c.Ratio.V+under/c.Of.V)), true
}

// normalWords lists phrases, in both languages, that claim that all is well. An intention to be in time (确保按期完成) is no such claim.
func normalWords() []string {
	return []string{
		"进展正常", "推进正常", "进度正常", "正常推进", "正常开展", "正常进行", "正常实施", "进展顺利", "推进顺利", "顺利推进", "顺利开展", "顺利进行",
		"按计划推进", "按计划进行", "按计划开展", "按计划实施", "按序时推进", "按时序推进", "按序时进度推进", "按时序进度推进", "达到序时进度", "符合序时进度", "超序时进度",
		"on track", "on schedule", "as planned", "according to plan", "going well", "smoothly",
	}
}

// denials lists words that, shortly before such a phrase, deny it or say that it is yet to come.
func denials() []string {
	return []string{"未", "不", "没", "无法", "难以", "非", "确保", "争取", "力争", "保证", "恢复", "尽快", "督促", "not ", "n't ", "no longer ", "back "}
}

// denialReach and denialReachEnglish are the numbers of characters before a phrase, within its clause, among which a denial is looked for.
const denialReach, denialReachEnglish = 5, 14

// SaysNormal finds the first phrase with which a text claims that all is well, empty if there is none.
func SaysNormal(text string) string {
	low := strings.ToLower(text)
	first, found := -1, ""
	for _, w := range normalWords() {
		for from := 0; ; {
			i := strings.Index(low[from:], w)
			if i < 0 {
				break
			}
			if i += from; !denied(low[:i], w) && (first < 0 || i < first) {
				first, found = i, w
			}
			from = i + len(w)
		}
	}
	return found
}

// denied reports whether the text before a phrase ends in a clause that denies it.
func denied(before, phrase string) bool {
	reach := denialReach
	if phrase[0] < utf8.RuneSelf {
		reach = denialReachEnglish
	}
	start := len(before)
	for range reach {
		r, n := utf8.DecodeLastRuneInString(before[:start])
		if unicode.IsPunct(r) && r != '\'' && r != '’' {
			break
		}
		start -= n
	}
	for _, d := range denials() {
		if strings.Contains(before[start:], d) {
			return true
		}
	}
	return false
}

// alone reports whether a bureau's completion of a task depends on its own return only. If so its claims are compared when that return is
// checked, and otherwise once the others' returns are in.
func alone(t *workbook.Task, b *workbook.Bureau) bool {
	if t.PartOf(b) != nil {
		return true
	}
	if len(t.Parts) > 0 || t.ByGroup() && b == t.Lead() {
		return false
	}
	rows := t
	if t.ByGroup() && t.Role(b) == workbook.RoleMember {
		rows = t.Concerning(b) // a member of a group does not answer for what others are asked for
	}
	for _, m := range rows.Milestones {
		if len(m.Bureaus) != 1 || m.Bureaus[0] != b {
			return false
		}
	}
	for _, s := range rows.Steps {
		if len(s.Bureaus) != 1 || s.Bureaus[0] != b {
			return false
		}
	}
	for _, in := range rows.Indicators {
		if len(in.Bureaus) != 1 || in.Bureaus[0] != b {
			return false
		}
	}
	return b == t.Lead() || t.Measure == workbook.Deliverable || t.ByGroup()
}

// args gives the arguments of the contrast's message.
func (x *Contrast) args() []string {
	return []string{"done", percent(x.Reached), "expected", percent(x.Expected), "due", x.Due.String(), "days", strconv.Itoa(x.Days)}
}

// percent writes a percentage with at most one decimal; empty if it is not known.
func percent(a workbook.Amount) string {
	if !a.Known {
		return ""
	}
	return formula.Plain(a.V, 1)
}

// computed compares the rows that are not held back with computed dates and figures.
func (k *returnCheck) computed() {
	t := k.ret.Tables[workbook.FormProgress]
	if t == nil {
		return
	}
	held := k.heldSoFar()
	var now *workbook.Standing
	at := k.ctx.Plan.CutoffDay(k.ctx.Period)
	for _, r := range t.Records {
		task := k.ctx.Plan.Task(r.ID)
		if task == nil || held[r] || !r.Touched() || !alone(task, k.b) {
			continue
		}
		if now == nil {
			now = k.ctx.Prior.Ahead(k.ctx.Plan, k.b, k.ctx.Period)
			now.Accept(k.ctx.Plan, k.ctx.Prior, k.ret, workbook.Source{}, func(r *workbook.Record) bool { return held[r] })
		}
		told := k.told(task, held)
		for _, x := range contrasts(k.ctx.Plan, now, task, k.b, at) {
			if !told && x.Entry.Status != workbook.Done {
				continue
			}
			a := cell(r, x.Field)
			if x.Word != "" {
				a.value = x.Word
			}
			k.add(x.Code, a, x.args()...)
		}
	}
}

// told reports whether the return has all rows of the bureau that a task's completion is worked out from, filled in and not held back. If
// one is missing or held there is a finding about that already, and contrasts that would only follow from it are left out.
func (k *returnCheck) told(t *workbook.Task, held map[*workbook.Record]bool) bool {
	in := func(form, id string, asked bool) bool {
		r := k.row(form, id)
		if r == nil {
			return !asked
		}
		return !held[r] && (r.Touched() || !asked)
	}
	done := func(was *workbook.Reached) bool { return was != nil && was.Status == workbook.Done }
	prior := k.ctx.Prior
	for _, m := range t.Milestones {
		if slices.Contains(m.Bureaus, k.b) && !in(workbook.FormMilestoneState, t.ID+"|"+m.ID, !done(prior.Milestone(m, k.b))) {
			return false
		}
	}
	for _, s := range t.Steps {
		if slices.Contains(s.Bureaus, k.b) && !in(workbook.FormStepState, t.ID+"|"+s.ID, !done(prior.Step(s, k.b))) {
			return false
		}
	}
	for _, s := range t.Stages {
		if k.b == t.Lead() && !in(workbook.FormStageState, t.ID+"|"+s.ID, true) {
			return false
		}
	}
	for _, x := range t.Indicators {
		if slices.Contains(x.Bureaus, k.b) && !in(workbook.FormIndicatorState, x.ID, true) {
			return false
		}
	}
	return true
}

// heldSoFar gives the rows that the findings up to now hold back, and the odd ones.
func (k *returnCheck) heldSoFar() map[*workbook.Record]bool {
	held := map[*workbook.Record]bool{}
	for i := range k.list {
		if x := k.list[i]; x.rec != nil && x.Severity == problem {
			if k.waive(&x); x.Counts() {
				held[x.rec] = true
			}
		}
	}
	k.countWaiting()
	maps.Copy(held, k.excess.held)
	for r := range k.odd {
		held[r] = true
	}
	return held
}
