package workbook

// A round has the tasks that it went out with, and those that weeks and special rounds within it asked about. A heading above such tasks
// asks nobody anything, so the round has it as soon as the plan does. A heading above nothing but tasks that came in later comes with
// them.

// With gives the plan of a round that went out with it but has further tasks, given by number: weeks and special rounds within it asked
// about them.
func (p *Plan) With(tasks []string) *Plan {
	if len(tasks) == 0 {
		return p
	}
	more := *p
	more.within = map[string]bool{}
	for _, id := range tasks {
		more.within[Fold(id)] = true
	}
	return &more
}

// wentOut reports whether a round that was issued with the plan has the task.
func (p *Plan) wentOut(id string) bool { return p.Task(id) != nil || p.within[Fold(id)] }

// taskTree says which rows of 任务 stand above others, by folded number.
type taskTree struct {
	// parents holds the rows directly above another one; over those above a task that the round went out with, at any distance.
	parents, over map[string]bool
}

// readTree reads the tree; it is empty unless the round went out already, as before that every row belongs to it.
func (p *Plan) readTree() taskTree {
	t := taskTree{map[string]bool{}, map[string]bool{}}
	if p.issued == nil {
		return t
	}
	parent := map[string]string{}
	for _, r := range p.records(FormTasks) {
		id, above := Fold(r.Get(ColTask).Text), Fold(r.Get(ColParent).Text)
		if _, twice := parent[id]; !twice {
			parent[id], t.parents[above] = above, true
		}
	}
	for id := range parent {
		if !p.issued.wentOut(id) {
			continue
		}
		for above := parent[id]; above != "" && !t.over[above]; above = parent[above] {
			t.over[above] = true
		}
	}
	return t
}

// heading reports whether a row asks nobody anything: it is declared a heading, or stands above others and says nothing of its own.
func (t taskTree) heading(r *Record) bool {
	m := r.Get(ColMeasure)
	return m.Key == Grouping || m.State == Empty && len(r.Get(ColLeads).List()) == 0 && len(r.Get(ColSupports).List()) == 0 &&
		t.parents[Fold(r.Get(ColTask).Text)]
}
