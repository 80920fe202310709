package workbook

// A round has the tasks that it went out with. A heading above them asks nobody anything: the round has it as soon as it stands in the
// plan. One above nothing but tasks that came in later comes with them.

// taskTree is which rows of 任务 stand above others, by number.
type taskTree struct {
	// parents stand directly above another, over above a task that the round went out with.
	parents, over map[string]bool
}

// readTree reads it where the round went out already; before, every row is one of its.
func (p *Plan) readTree() taskTree {
	t := taskTree{map[string]bool{}, map[string]bool{}}
	if p.issued == nil {
		return t
	}
	parent := map[string]string{}
	for _, r := range p.records(FormTasks) {
		id, above := fold(r.Get(ColTask).Text), fold(r.Get(ColParent).Text)
		if _, twice := parent[id]; !twice {
			parent[id], t.parents[above] = above, true
		}
	}
	for id := range parent {
		if p.issued.Task(id) == nil {
			continue
		}
		for above := parent[id]; above != "" && !t.over[above]; above = parent[above] {
			t.over[above] = true
		}
	}
	return t
}

// heading reports whether a row asks nobody anything: it is called a heading, or stands above others and says nothing of its own.
func (t taskTree) heading(r *Record) bool {
	m := r.Get(ColMeasure)
	return m.Key == Grouping || m.State == Empty && len(r.Get(ColLeads).List()) == 0 && len(r.Get(ColSupports).List()) == 0 &&
		t.parents[fold(r.Get(ColTask).Text)]
}
