package workbook

import (
	"math"
	"slices"

	"duban/workbook/calendar"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// Objects of a change.
const (
	ObjectTask      = "task"
	ObjectMilestone = "milestone"
	ObjectBureau    = "bureau"
)

// taskOf finds the task that a row refers to. If there is none it observes that and returns nil.
func (p *Plan) taskOf(r *Record) *Task {
	id := r.Get(ColTask).Text
	t := p.Task(id)
	if t == nil {
		p.observe("task-unknown", r, ColTask, "near", p.nearTask(id))
	}
	return t
}

// resolveDue gives a row's time limit as worded, and its day: the one that the row states, or else the one worked out from the wording, 0
// if there is neither. start is the task's own start, 0 for none.
func (p *Plan) resolveDue(r *Record, start calendar.Date) (string, calendar.Date) {
	text, due := r.Get(ColDueText).Text, r.Get(ColDue).Date
	if due == 0 && text != "" && r.Get(ColDue).State == Empty {
		if d, ok := p.LimitOf(text, start); ok {
			due = d.Last
		}
	}
	return text, due
}

// responsible gives the bureaus that answer for a row: those that it names, or else the task's first lead, or else all members of the group
// that leads the task. Each answers for itself if the row names a group, if all that it names are members of the group that leads, or if
// it names nobody and a group leads. t is nil for a row without a task.
func (p *Plan) responsible(r *Record, t *Task) Asked {
	grouped := false
	for _, n := range r.Get(ColBureau).List() {
		grouped = grouped || p.bureauMeant(r, n) == nil && p.Directory.Group(n) != nil
	}
	switch bureaus := p.bureaus(r, ColBureau); {
	case len(bureaus) > 0:
		other := func(b *Bureau) bool { return t == nil || !t.ByGroup() || t.Role(b) != RoleMember }
		return Asked{bureaus, grouped || !slices.ContainsFunc(bureaus, other)}
	case t == nil:
		return Asked{}
	case t.Lead() != nil:
		return Asked{Bureaus: []*Bureau{t.Lead()}}
	}
	members := t.members()
	return Asked{members, len(members) > 0}
}

// members lists the bureaus of the group that leads the task, none if no group does.
func (t *Task) members() []*Bureau {
	var out []*Bureau
	for _, a := range t.Assigned {
		if a.Role == RoleMember {
			out = append(out, a.Bureau)
		}
	}
	return out
}

// decodeTaskParts reads the sheets that refer to tasks: 节点 分段 分配 指标 分期目标 项目.
func (p *Plan) decodeTaskParts() {
	p.decodeMilestones()
	p.decodeStages()
	p.decodeIndicators()
	p.decodeInterims()
	p.decodeProjects()
	p.decodeParts() // last, as it gives the role of a member to bureaus that do not belong to the group
}

func (p *Plan) decodeMilestones() {
	for _, r := range p.records(FormMilestones) {
		t := p.taskOf(r)
		if t == nil {
			continue
		}
		m := &Milestone{Task: t, ID: r.Get(ColMilestone).Text, Title: r.Get(ColTitle).Text, Rec: r}
		if m.Asked = p.responsible(r, t); p.taskIssued(t).milestone(m.ID) != nil {
			m.Bureaus = p.asked(m.Bureaus, p.taskIssued(t).milestone(m.ID).Bureaus)
		}
		m.DueText, m.Due = p.resolveDue(r, statedStart(t))
		if t.milestone(m.ID) != nil {
			p.observe("milestone-twice", r, ColMilestone, "first", t.milestone(m.ID).Rec.Place(ColMilestone).Cell())
			continue
		}
		t.Milestones = append(t.Milestones, m)
	}
}

func (p *Plan) decodeStages() {
	for _, r := range p.records(FormStages) {
		t := p.taskOf(r)
		if t == nil {
			continue
		}
		s := &Stage{Task: t, ID: r.Get(ColStage).Text, Title: r.Get(ColTitle).Text, Worth: r.Get(ColWorth).Num, Initial: r.Get(ColInitial).Num, Rec: r}
		if t.stage(s.ID) != nil {
			p.observe("stage-twice", r, ColStage, "first", t.stage(s.ID).Rec.Place(ColStage).Cell())
			continue
		}
		t.Stages = append(t.Stages, s)
	}
}

func (p *Plan) decodeParts() {
	for _, t := range p.Tasks {
		for _, part := range p.partsApart(t) {
			t.allocate(part)
		}
	}
	for _, r := range p.records(FormParts) {
		t := p.taskOf(r)
		for _, b := range p.bureaus(r, ColBureau) {
			if t == nil || p.apart.allocated(t, b) {
				continue
			}
			if first := t.PartOf(b); first != nil {
				p.observe("part-twice", r, ColBureau, "name", b.Name, "first", first.Rec.Place(ColBureau).Cell())
				continue
			}
			part := &Part{Task: t, Bureau: b, Baseline: amount(r.Get(ColBaseline)), Target: amount(r.Get(ColTarget)), Rec: r}
			if r.Get(ColBaseline).State == Empty {
				part.Baseline = Known(0)
			}
			t.allocate(part)
		}
	}
}

// allocate adds a part to the task. A bureau with a part reports on it even if the task does not name it.
func (t *Task) allocate(part *Part) {
	t.Parts = append(t.Parts, part)
	if t.Role(part.Bureau) == "" {
		t.Assigned = append(t.Assigned, Assignment{part.Bureau, RoleMember, part.Rec.Get(ColBureau).Text})
	}
}

func (p *Plan) decodeIndicators() {
	p.indicators = map[string]*Indicator{}
	for _, r := range p.records(FormIndicators) {
		in := &Indicator{
			ID: r.Get(ColIndicator).Text, Title: r.Get(ColTitle).Text, Unit: r.Get(ColUnit).Text, Direction: r.Get(ColDirection).Key,
			Planned: amount(r.Get(ColPlanned)), LastYear: amount(r.Get(ColLastYear)), Best: amount(r.Get(ColBest)),
			Latest: amount(r.Get(ColLatest)), Source: r.Get(ColSource).Text, Rec: r,
		}
		if in.Direction == "" {
			in.Direction = Higher
		}
		if Fold(in.Unit) == "%" {
			in.Unit = "%" // also if typed as ％, since a rule of the form looks for %
		}
		if text := r.Get(ColCadence); text.Filled() {
			var ok bool
			if in.Cadences, ok = calendar.ParseCadences(text.Text); !ok {
				p.observe("cadence-unknown", r, ColCadence)
			}
		}
		if first := p.indicators[Fold(in.ID)]; first != nil {
			p.observe("indicator-twice", r, ColIndicator, "first", first.Rec.Place(ColIndicator).Cell())
			continue
		}
		p.indicators[Fold(in.ID)] = in
		if r.Get(ColTask).Filled() {
			if in.Task = p.taskOf(r); in.Task != nil {
				in.Task.Indicators = append(in.Task.Indicators, in)
			}
		}
		if in.Asked = p.responsible(r, in.Task); p.apart != nil && p.issued.Indicator(in.ID) != nil {
			in.Bureaus = p.asked(in.Bureaus, p.issued.Indicator(in.ID).Bureaus)
		}
		p.Indicators = append(p.Indicators, in)
	}
}

func (p *Plan) decodeProjects() {
	total, year := map[*Task]*Record{}, map[*Task]*Record{}
	for _, r := range p.records(FormProjects) {
		t := p.taskOf(r)
		if t == nil {
			continue
		}
		p.invested(r, ColTotalInvestment, &t.TotalInvestment, t, total)
		p.invested(r, ColYearInvestment, &t.YearInvestment, t, year)
		s := &Step{Task: t, Project: r.Get(ColProject).Text, ID: r.Get(ColStepNo).Text, Title: r.Get(ColStep).Text,
			Days: int(r.Get(ColDays).Num), Rec: r}
		if s.Asked = p.responsible(r, t); p.taskIssued(t).step(s.ID) != nil {
			s.Bureaus = p.asked(s.Bureaus, p.taskIssued(t).step(s.ID).Bureaus)
		}
		s.DueText, s.Due = p.resolveDue(r, statedStart(t))
		if s.Title == "" {
			if slices.ContainsFunc(s.Bureaus, func(b *Bureau) bool { return t.Role(b) == "" || t.Role(b) == RoleSupport }) {
				p.observe("step-unnamed", r, ColBureau)
			}
			continue
		}
		if t.step(s.ID) != nil {
			p.observe("step-twice", r, ColStepNo, "first", t.step(s.ID).Rec.Place(ColStepNo).Cell())
			continue
		}
		t.Steps = append(t.Steps, s)
	}
}

// invested reads an investment of a task's project; rows holds the row that gave it before. Several rows with one figure are the steps of
// one project; rows with different figures are several projects, whose sum a task does not have.
func (p *Plan) invested(r *Record, field string, into *Amount, t *Task, rows map[*Task]*Record) {
	a := amount(r.Get(field))
	if !a.Known {
		return
	}
	if first := rows[t]; first != nil && a.V != into.V {
		p.observe("investment-twice", r, field, "first", first.Place(field).Cell(), "was", first.Get(field).Text)
	}
	*into, rows[t] = a, r
}

func (t *Task) milestone(id string) *Milestone {
	for _, m := range t.Milestones {
		if SameName(m.ID, id) {
			return m
		}
	}
	return nil
}

func (t *Task) stage(id string) *Stage {
	for _, s := range t.Stages {
		if SameName(s.ID, id) {
			return s
		}
	}
	return nil
}

func (t *Task) step(id string) *Step {
	for _, s := range t.Steps {
		if SameName(s.ID, id) {
			return s
		}
	}
	return nil
}

// decodeLists reads 表样. A row defines a column; the rows with the same list name make up that list.
func (p *Plan) decodeLists() {
	byName := map[string]*ListForm{}
	for _, r := range p.records(FormLists) {
		name := r.Get(ColList).Text
		if name == "" {
			p.observe("list-nameless", r, ColList)
			continue
		}
		l := byName[Fold(name)]
		if l == nil {
			l = &ListForm{Name: name, Form: Form{Key: FormList + name, Sheet: name, BlankRows: 30}}
			byName[Fold(name)] = l
			p.Lists = append(p.Lists, l)
		}
		if c := r.Get(ColCadence); c.Filled() {
			if cs, ok := calendar.ParseCadences(c.Text); ok {
				l.Cadences = cs
			} else {
				p.observe("cadence-unknown", r, ColCadence)
			}
		}
		if len(l.For) == 0 {
			l.For = p.bureaus(r, ColBureau)
		}
		if was := p.listIssued(name); was != nil {
			l.For = p.asked(l.For, was.For)
		}
		col := Column{Key: "c:" + r.Get(ColColumn).Text, Heading: r.Get(ColColumn).Text, Filled: ByBureau,
			Required: r.Get(ColRequired).Num != 0, Note: r.Get(ColExplain).Text}
		switch r.Get(ColType).Key {
		case "number":
			col.Type, col.Unit = NumberColumn, unitInHeading(col.Heading)
		case "date":
			col.Type = DateColumn
		case "choice":
			col.Type = ChoiceColumn
			for _, c := range SplitNames(r.Get(ColChoices).Text) {
				col.Choices = append(col.Choices, Choice{Key: c, Label: c})
			}
			if len(col.Choices) == 0 {
				p.observe("list-no-choices", r, ColChoices, "column", col.Heading)
				col.Type = TextColumn
			}
		}
		if col.Heading == "" {
			p.observe("list-column-nameless", r, ColColumn)
			continue
		}
		if l.Form.Has(col.Key) {
			p.observe("list-column-twice", r, ColColumn)
			continue
		}
		l.Form.Columns = append(l.Form.Columns, col)
	}
}

// period reads a cell that names a period. An empty cell gives the zero period, which stands for all periods. It returns false if the cell
// is filled in but names no period, as a decision for one period must not count for all; it observes a text that is none.
func (p *Plan) period(r *Record, field string) (calendar.Period, bool) {
	d := r.Get(field)
	if d.State != Good {
		return calendar.Period{}, d.State == Empty
	}
	per, ok := periodOfCell(d.Raw, d.Format, d.Text)
	if !ok {
		p.observe("period-unknown", r, field)
	}
	return per, ok
}

// periodOfCell reads a period. Spreadsheet programs turn a typed 2024-09 into the first day of that month, so a date stands for its month.
func periodOfCell(raw sheet.Value, format sheet.Format, text string) (calendar.Period, bool) {
	if raw.Kind == sheet.Number && format == sheet.Date {
		return calendar.MonthOf(calendar.Date(raw.Num)), calendar.Date(raw.Num).Valid()
	}
	return calendar.ParsePeriod(text)
}

// oneBureau finds the bureau that a cell names, nil if the cell is empty. If nobody has that name it observes that and returns nil.
func (p *Plan) oneBureau(r *Record, field string) *Bureau {
	name := r.Get(field).Text
	b := p.bureauMeant(r, name)
	if b == nil && name != "" {
		p.observeName(r, field, name)
	}
	return b
}

// decodeDecisions reads what people decided in the course of the year: 变更 免报 收件处理 豁免 核定.
func (p *Plan) decodeDecisions() {
	for _, c := range p.Changes {
		p.resolveChange(c)
	}
	for _, r := range p.records(FormExemptions) {
		b := p.oneBureau(r, ColBureau)
		if per, ok := p.period(r, ColPeriod); ok && b != nil {
			p.Exemptions = append(p.Exemptions, &Exemption{b, per, r.Get(ColReason).Text, r.Get(ColApprover).Text, r})
		}
	}
	p.decodeIntake()
	for _, r := range p.records(FormWaivers) {
		b := p.oneBureau(r, ColBureau)
		if per, ok := p.period(r, ColPeriod); ok && b != nil {
			p.Waivers = append(p.Waivers, &Waiver{Rule: r.Get(ColRule).Text, Bureau: b, Period: per, Task: r.Get(ColTask).Text,
				Reason: r.Get(ColReason).Text, Approver: r.Get(ColApprover).Text, Rec: r})
		}
	}
	p.decodeVerifications()
}

// decodeVerifications reads 核定. The closing of a problem may name the problem's own number, which the plan cannot know, instead of a task.
func (p *Plan) decodeVerifications() {
	for _, r := range p.records(FormVerifications) {
		if id := r.Get(ColTask).Text; r.Get(ColField).Key == ColClosed && p.Task(id) == nil {
			if per, ok := p.period(r, ColPeriod); ok && id != "" {
				p.Verified = append(p.Verified, &Verification{Problem: id, Period: per, Field: ColClosed, Value: r.Get(ColValue).Text,
					Reason: r.Get(ColReason).Text, Approver: r.Get(ColApprover).Text, Date: r.Get(ColDate).Date, Rec: r})
			}
			continue
		}
		if county := p.fromBelow(r.Get(ColTask).Text); county != nil {
			p.observe("verification-below", r, ColTask, "name", county.Name)
			continue
		}
		t := p.taskOf(r)
		if t == nil {
			continue
		}
		per, ok := p.period(r, ColPeriod)
		if !ok {
			continue
		}
		v := &Verification{Task: t, Bureau: t.Lead(), Period: per, Field: r.Get(ColField).Key, Value: r.Get(ColValue).Text,
			Reason: r.Get(ColReason).Text, Approver: r.Get(ColApprover).Text, Date: r.Get(ColDate).Date, Rec: r}
		if r.Get(ColBureau).Filled() {
			// A verification that names an unknown bureau must not count for the task's lead.
			if v.Bureau = p.oneBureau(r, ColBureau); v.Bureau == nil {
				continue
			}
		}
		if n, _, ok := numeral.Parse(v.Value, t.Unit); ok && math.Abs(n) < firstLarge {
			v.Number = Known(n)
			if v.Field == ColClosed && t.Measure == Rectification {
				v.Field = ColDoneValue // a number of closed matters is the figure that a rectification is measured by
			}
		}
		p.Verified = append(p.Verified, v)
	}
}
