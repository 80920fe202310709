package validate

import (
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
)

// Context is what a return is checked against.
type Context struct {
	Plan  *workbook.Plan
	Forms *workbook.TemplateForms
	// Rules are the rules about rows, see RulesOf.
	Rules []workbook.Rule
	// Period is the round that the return should be of; the zero period accepts the return's own.
	Period calendar.Period
	// Prior is what stood at the end of the period before, nil in the first one.
	Prior *workbook.Standing
	// Rows holds the ids of the rows in the bureau's template, by form. Locked gives the text that a locked cell of it was issued with,
	// false if it has no such row. Both may be nil: then the plan alone says which bureau a row belongs to.
	Rows   map[string][]string
	Locked func(form, id, key string) (string, bool)
	// Keys are the keys that identity sheets may be sealed with. Sealed says that all workbooks of the round were sealed, KeysHeld that all
	// keys used for that are among Keys, so that a seal by any other key is not one of the round.
	Keys             []workbook.Key
	Sealed, KeysHeld bool
}

// returnCheck checks one return.
type returnCheck struct {
	findings
	c   *Checker
	ctx *Context
	ret *workbook.Return
	b   *workbook.Bureau
	// last is the last day of the period.
	last calendar.Date
	// older says that the return was issued from an earlier state of the plan. Then moved holds the cells of the current sheet that would be
	// issued with another text now, and added the numbers of the rows that would be issued in addition.
	older bool
	moved []workbook.Place
	added []string
	// issued gives a template's row id by form and folded id.
	issued map[string]map[string]string
	// odd holds the rows that cannot be taken for a row of the bureau's. They are held back and not checked further.
	odd map[*workbook.Record]bool
	// suggested holds the rows, as form|id, that a row with an unknown number probably is. They are not reported as missing.
	suggested map[string]bool
	// cellsOfRow is the buffer of lockedCells.
	cellsOfRow []lockedCell
	// named holds the tasks, by number, for which a finding names the open milestones or steps already. Their empty rows are not reported.
	named map[string]bool
}

// CheckReturn checks a return. It reports everything that is wrong at once, and leaves out what only follows from another error.
func (c *Checker) CheckReturn(ctx Context, r *workbook.Return) Verdict {
	k := &returnCheck{findings: findings{rules: c.rules}, c: c, ctx: &ctx, ret: r, b: r.Bureau, odd: map[*workbook.Record]bool{}, suggested: map[string]bool{}, named: map[string]bool{}}
	k.excess = &excess{plan: ctx.Plan, settle: func(x *found) { k.answer(x); k.waive(x) }}
	if ctx.Period.IsZero() {
		ctx.Period = r.Period
	}
	k.last = ctx.Period.Last()
	if r.Bureau != nil {
		k.bureau = r.Bureau.Code
	}
	k.period = ctx.Period.String()
	k.switches = c.SwitchesOn(ctx.Plan, k.last)
	if r.Ledger != nil {
		return k.ledgerReturn()
	}
	if !k.identity() {
		return k.verdict(true)
	}
	for i := range r.Observations {
		if o := &r.Observations[i]; o.Code != "identity-lost" || !ctx.Sealed {
			k.observed(o, r.Tables)
		}
	}
	k.oddities()
	k.indexIssued()
	for _, f := range k.forms() {
		t := r.Tables[f.Key]
		if t == nil {
			k.absent(f)
			continue
		}
		k.structure(t)
		k.placeRows(t)
		k.judgeRows(t)
	}
	for _, name := range r.ExtraSheets() {
		k.add("sheet-unknown", at(workbook.Place{File: r.File, Sheet: name}))
	}
	k.between()
	k.prior()
	k.computed()
	k.untouched()
	return k.verdict(false)
}

// forms gives the forms of the return in the order of its sheets.
func (k *returnCheck) forms() []*workbook.Form {
	all := k.ctx.Forms.All()
	for _, l := range k.ctx.Plan.Lists {
		all = append(all, &l.Form)
	}
	return all
}

// identity checks what kind of workbook it is, of which bureau and for which period. It returns false if nothing of it can be taken.
func (k *returnCheck) identity() bool {
	id, file := &k.ret.Identity, at(workbook.Place{File: k.ret.File})
	if id.Kind != "" && id.Kind != "template" || len(k.ret.Tables) == 0 && k.ret.CoverPlace.IsZero() {
		k.add("not-ours", file, "kind", id.Kind)
		return false
	}
	sealing := id.Sealing(k.ctx.Keys)
	if sealing == workbook.SealBroken {
		k.identityEdited(file)
		return false
	}
	plan := &k.ctx.Plan.Settings
	if id.PlanID != "" && plan.PlanID != "" && !workbook.SameName(id.PlanID, plan.PlanID) {
		k.add("wrong-plan", file, "found", id.PlanID, "wanted", plan.PlanID)
		return false
	}
	if strange := k.strangeRows(); strange != "" {
		file.value = strange
		k.add("other-plan", file)
		return false
	}
	if id.Whole && id.Form < workbook.FirstReadableForm {
		k.add("form-too-old", file, "found", strconv.Itoa(id.Form), "wanted", strconv.Itoa(workbook.FirstReadableForm))
		return false
	}
	cover := file
	if !k.ret.CoverPlace.IsZero() {
		cover = at(k.ret.CoverPlace)
	}
	whole := true
	if k.ret.Bureau == nil {
		k.add("no-bureau", cover)
		whole = false
	}
	switch {
	case k.ret.Period.IsZero():
		k.add("no-period", cover)
		whole = false
	case k.ret.Period != k.ctx.Period:
		k.add("wrong-period", cover, "found", k.ret.Period.String(), "wanted", k.ctx.Period.String())
		whole = false
	}
	if !whole {
		return false
	}
	if id.Whole && k.ctx.Sealed && (sealing == workbook.SealNone || sealing == workbook.SealUnknown && k.ctx.KeysHeld) {
		k.identityEdited(file)
		return false
	}
	if !id.Whole && k.ctx.Sealed {
		// Without the seal, only somebody who knows the sender can say that this is the issued workbook.
		k.add("seal-lost", file, "how", k.ret.Sender)
	}
	if id.PlanSHA != "" && k.ctx.Plan.SHA256 != "" && id.PlanSHA != k.ctx.Plan.SHA256 {
		k.older = true
	}
	if id.Form > workbook.FormVersion {
		k.add("form-newer", file)
	}
	k.fileName(file)
	return true
}

// fileName reports a file named for another bureau than the one whose workbook it holds. A clerk may have filled in somebody else's, which
// then stands in place of what that bureau sent.
func (k *returnCheck) fileName(file about) {
	named := k.ctx.Plan.Directory.Mentioned(k.ret.File[strings.LastIndexAny(k.ret.File, `/\`)+1:])
	if len(named) == 1 && named[0] != k.ret.Bureau {
		k.add("file-names-other", file, "name", named[0].Name, "bureau", k.ret.Bureau.Name)
	}
}

// identityEdited reports that the identity sheet is not as it was issued, with what it says now.
func (k *returnCheck) identityEdited(file about) {
	bureau, period := k.ret.Identity.Bureau, k.ret.Identity.Period
	if k.b != nil {
		bureau = k.b.Name
	}
	file.value = quoted(strings.TrimSpace(bureau + " " + period))
	k.add("identity-edited", file)
}

// strangeRows names rows that show that a workbook without an identity sheet is of another plan: none of its rows is in the plan, or each
// has other words there. It returns an empty text if the workbook may be of this plan. A single row is not enough, as it may be a typing
// error.
func (k *returnCheck) strangeRows() string {
	if k.ret.Identity.Whole {
		return ""
	}
	var ids []string
	for _, f := range k.forms() {
		t := k.ret.Tables[f.Key]
		if t == nil || !numbered(f) {
			continue
		}
		for _, r := range t.Records {
			if r.ID == "" {
				continue
			}
			if row := k.ctx.Plan.PlanRow(f.Key, r.ID); row != nil {
				if fits, _ := row.Fits(r); fits {
					return ""
				}
			}
			ids = append(ids, strings.ReplaceAll(r.ID, "|", "/"))
		}
	}
	if len(ids) < 2 {
		return ""
	}
	return quoted(strings.Join(ids[:min(3, len(ids))], "、"))
}

// oddities reports what the reader repaired in the file, if it may change what people see, and links that lead outside.
func (k *returnCheck) oddities() {
	said := map[string]bool{}
	for _, o := range k.ret.Oddities {
		switch o.Code {
		case "external-links", "styles-missing", "date-1904":
			if !said[o.Code] {
				said[o.Code] = true
				k.add(o.Code, at(workbook.Place{File: k.ret.File}))
			}
		case "link-outside":
			if k.ret.Ledger != nil {
				continue // a consolidated workbook links to the returns that it was merged from
			}
			link := at(workbook.Place{File: k.ret.File, Sheet: o.Sheet, Ref: o.Ref})
			link.value = quoted(o.Link)
			more := ""
			if o.More > 0 {
				more = strconv.Itoa(o.More)
			}
			k.add(o.Code, link, "more", more)
		}
	}
}

// indexIssued fills in issued.
func (k *returnCheck) indexIssued() {
	if k.ctx.Rows == nil {
		return
	}
	k.issued = map[string]map[string]string{}
	for form, ids := range k.ctx.Rows {
		m := make(map[string]string, 2*len(ids))
		for _, id := range ids {
			// Nearly every row has its number as it was issued, and so need not be folded.
			m[workbook.Fold(id)], m[id] = id, id
		}
		k.issued[form] = m
	}
}

// issuedID gives the id that a row has in the template; false if the template does not have it.
func (k *returnCheck) issuedID(r *workbook.Record) (string, bool) {
	issued := k.issued[r.Table.Form.Key]
	id, ok := issued[r.ID]
	if !ok {
		id, ok = issued[workbook.Fold(r.ID)]
	}
	return id, ok && r.ID != ""
}

// locked gives the text that a row's locked cell was issued with; false if that is not known.
func (k *returnCheck) locked(r *workbook.Record, key string) (string, bool) {
	if k.ctx.Locked == nil {
		return "", false
	}
	id, ok := k.issuedID(r)
	if !ok {
		return "", false
	}
	return k.ctx.Locked(r.Table.Form.Key, id, key)
}

// edited reports whether the bureau changed anything in a row. A problem that was carried over is filled in when it is issued.
func (k *returnCheck) edited(r *workbook.Record) bool {
	if !r.Touched() {
		return false
	}
	if r.Table.Form.Key != workbook.FormProblems || k.ctx.Locked == nil {
		return true
	}
	if _, ok := k.issuedID(r); !ok {
		return true
	}
	for i := range r.Table.Form.Columns {
		col := &r.Table.Form.Columns[i]
		if col.Filled != workbook.ByBureau {
			continue
		}
		if text, ok := k.locked(r, col.Key); ok && !k.sameAsIssued(col, r.At(i), text) {
			return true
		}
	}
	return false
}
