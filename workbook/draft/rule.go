package draft

// A decision with many cases is a table of named rules. To teach a case, add a rule at the place where it is to be tried, with an example:
// TestRules fails unless the rule decides its example, and the example is in a test, which says what comes of it.

// rule is one case of a decision. Its answer is then if when holds and no rule above it holds.
type rule[Case, Answer any] struct {
	name string
	// example is a sentence that this rule decides.
	example string
	when    func(Case) bool
	then    Answer
}

// decide gives the answer of the first rule that holds; ok is false if none does. It tells the reader which rule that was.
func decide[Case, Answer any](r *reader, rules []rule[Case, Answer], at Case) (then Answer, ok bool) {
	for i := range rules {
		if rules[i].when(at) {
			r.tell(rules[i].name)
			return rules[i].then, true
		}
	}
	return then, false
}

// sign is one of the signs that are weighed for a decision: each one that holds adds its points.
type sign[Case any] struct {
	name    string
	example string
	when    func(Case) bool
	points  int
}

// weigh gives the points of all signs that hold.
func weigh[Case any](r *reader, signs []sign[Case], at Case) int {
	points := 0
	for i := range signs {
		if signs[i].when(at) {
			r.tell(signs[i].name)
			points += signs[i].points
		}
	}
	return points
}

// tell reports to a test which rule decides.
func (r *reader) tell(rule string) {
	if r.decided != nil {
		r.decided(rule)
	}
}
