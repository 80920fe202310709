package draft

// A decision with many cases is a table of named rules. To teach a case, add a rule at the place where it is to be tried, with an example.
// TestRules fails unless the rule decides its example; testdata/rules.gold.txt says what is drafted from it.

// rule is one case of a decision. Its answer is then if when holds and no rule above it holds.
type rule[Case, Answer any] struct {
	name string
	// example is a sentence that this rule decides.
	example string
	when    func(Case) bool
	then    Answer
}

// decide gives the answer of the first rule that holds; ok is false if none does. It tells which rule that was.
func decide[Case, Answer any](decided telling, rules []rule[Case, Answer], at Case) (then Answer, ok bool) {
	for i := range rules {
		if rules[i].when(at) {
			decided.tell(rules[i].name)
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
func weigh[Case any](decided telling, signs []sign[Case], at Case) int {
	points := 0
	for i := range signs {
		if signs[i].when(at) {
			decided.tell(signs[i].name)
			points += signs[i].points
		}
	}
	return points
}

// telling is told the name of each rule that decides something; it is nil outside tests.
type telling func(rule string)

func (t telling) tell(rule string) {
	if t != nil {
		t(rule)
	}
}
