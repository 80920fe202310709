package validate

import "duban/workbook"

// lightsAlike finds pairs of lights with the same name or colour. The finding is about the one that the plan sets.
func (k *planCheck) lightsAlike(s *workbook.Settings, place func(string) about) {
	names := []string{"", workbook.SetBlueName, workbook.SetGreenName, workbook.SetYellowName, workbook.SetRedName}
	colors := []string{"", workbook.SetBlueColor, workbook.SetGreenColor, workbook.SetYellowColor, workbook.SetRedColor}
	for _, of := range []struct {
		keys   []string
		values [5]string
	}{{names, s.LightNames}, {colors, s.LightColors}} {
		for l := workbook.Green; l <= workbook.Red; l++ {
			for m := workbook.Blue; m < l; m++ {
				if of.values[l] != of.values[m] {
					continue
				}
				key, other := of.keys[l], of.keys[m]
				if _, set := s.Places[key]; !set {
					key, other = other, key
				}
				k.add("lights-alike", place(key), "name", k.settingName(key), "other", k.settingName(other))
			}
		}
	}
}
