package strategy

import (
	"math/rand"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
)

var someCountries = []string{"US", "GB", "AU", "CA", "DE", "IT", "IE", "FR", "ES", "BE", "NL", "AT", "DK", "EE", "SE", "PL", "CH", "NO", "PT", "FI", "JP"}

// anyProfile draws a provider.
func anyProfile(t *rapid.T) Profile {
	countries := rapid.SliceOfNDistinct(rapid.SampledFrom(someCountries), 1, 5, rapid.ID).Draw(t, "countries")
	p := Profile{Name: "Any Ltd", Users: map[string]int{}, Keeps: map[string]map[writ.Category]writ.Period{}}
	for _, c := range countries {
		p.Users[c] = rapid.SampledFrom([]int{0, 1, 10000, 10001, 200000}).Draw(t, "users")
		if rapid.Bool().Draw(t, "keeps") {
			p.Keeps[c] = map[writ.Category]writ.Period{}
			for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom(writ.Categories()[:8]), 0, 5, rapid.ID).Draw(t, "categories") {
				p.Keeps[c][k] = period(rapid.SampledFrom([]string{"P1M", "P6M", "P12M", "P18M", "P2Y", "P72M"}).Draw(t, "period"))
			}
		}
	}
	some := func(what string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(countries), 0, len(countries), rapid.ID).Draw(t, what)
	}
	p.Established = some("established")
	for _, class := range rapid.SliceOfNDistinct(rapid.SampledFrom(writ.Services()), 1, 4, rapid.ID).Draw(t, "services") {
		p.Services = append(p.Services, Service{Class: class, Offers: some("offers"), Launched: date(rapid.SampledFrom([]string{"2015-01-01", "2026-03-01", "2027-01-01"}).Draw(t, "launched"))})
	}
	p.Network = Network{Cloud: rapid.Bool().Draw(t, "cloud"), LI: rapid.SampledFrom(deliveries()).Draw(t, "li"), Hosting: some("hosting"),
		Encryption: rapid.SampledFrom([]string{"", "none", "end-to-end"}).Draw(t, "encryption")}
	p.Staff = Staff{Compliance: rapid.IntRange(0, 2).Draw(t, "compliance"), Office24x7: rapid.Bool().Draw(t, "24x7"), CitizenContact: rapid.Bool().Draw(t, "contact")}
	p.Owners = []Owner{{Country: rapid.SampledFrom(someCountries).Draw(t, "owner"), Share: rapid.SampledFrom([]float64{0, 4, 5, 9.9, 10, 100}).Draw(t, "share")}}
	for range rapid.IntRange(0, 3).Draw(t, "licences") {
		p.Licences = append(p.Licences, Licence{Authority: rapid.SampledFrom([]string{"FCC", "BNetzA", "ComReg", "ISED", "X"}).Draw(t, "authority"),
			Kind: rapid.SampledFrom(licenceKinds()).Draw(t, "kind"), State: rapid.SampledFrom(licenceStates()).Draw(t, "state")})
	}
	return p
}

func anyDay(t *rapid.T) time.Time {
	return date(rapid.SampledFrom([]string{"2023-01-01", "2025-06-25", "2026-06-01", "2026-08-17", "2026-08-18", "2026-10-21", "2030-01-01"}).Draw(t, "at"))
}

func date(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func period(s string) writ.Period {
	p, err := writ.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

// bound lists the duties that bind, may bind or are looked at in a country, but for the union's own.
func bound(a Assessment, country string) []string {
	var out []string
	for _, f := range a.Findings {
		if f.Country == country {
			out = append(out, string(f.Service)+" "+f.Rule)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestAFindingHasAProvisionAReasonAndAStatusOfTheList(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		for _, f := range r.Assess(anyProfile(t), anyDay(t)).Findings {
			if f.Provision == "" || f.Because == "" || f.Source == "" || !slices.Contains(Statuses(), f.Status) || !slices.Contains(Standards(), f.Standard) || !slices.Contains(Duties(), f.Duty) {
				t.Fatalf("%+v", f)
			}
			if (f.Status == Gap) != (f.Missing != "") {
				t.Fatalf("what is missing is said of a gap, and of nothing else: %+v", f)
			}
			if f.Certainty == "uncertain" && f.Status != Uncertain {
				t.Fatalf("an uncertain rule decided: %+v", f)
			}
			if f.Status == Upcoming && f.Day.IsZero() && f.Duty != "foreign-ownership-review" {
				t.Fatalf("what is to come has no day: %+v", f)
			}
		}
	})
}

func TestTheOrderOfServicesCountriesAndLicencesDoesNotMatter(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		p, at := anyProfile(t), anyDay(t)
		q := p
		q.Services, q.Established, q.Licences = slices.Clone(p.Services), slices.Clone(p.Established), slices.Clone(p.Licences)
		shuffle := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle
		shuffle(len(q.Services), func(i, j int) { q.Services[i], q.Services[j] = q.Services[j], q.Services[i] })
		shuffle(len(q.Licences), func(i, j int) { q.Licences[i], q.Licences[j] = q.Licences[j], q.Licences[i] })
		slices.Reverse(q.Established)
		for i := range q.Services {
			q.Services[i].Offers = slices.Clone(q.Services[i].Offers)
			slices.Reverse(q.Services[i].Offers)
		}
		if changes := Diff(r.Assess(p, at), r.Assess(q, at)); len(changes) > 0 {
			t.Fatalf("%+v", changes[0])
		}
	})
}

func TestANewCountryTakesNoDutyAwayElsewhere(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		p, at := anyProfile(t), anyDay(t)
		added := rapid.SampledFrom(someCountries).Draw(t, "added")
		q := p
		q.Users = map[string]int{added: 50000}
		for c, n := range p.Users {
			if c != added {
				q.Users[c] = n
			}
		}
		q.Services = slices.Clone(p.Services)
		for i := range q.Services {
			if !slices.Contains(q.Services[i].Offers, added) {
				q.Services[i].Offers = append(slices.Clone(q.Services[i].Offers), added)
			}
		}
		was, is := r.Assess(p, at), r.Assess(q, at)
		for _, c := range was.Countries {
			if c == added {
				continue
			}
			for _, d := range bound(was, c) {
				if !slices.Contains(bound(is, c), d) {
					t.Fatalf("%s is gone in %s because %s was added", d, c, added)
				}
			}
		}
		if len(bound(was, "EU")) > len(bound(is, "EU")) {
			t.Fatalf("the union asks for less because %s was added: %v, %v", added, bound(was, "EU"), bound(is, "EU"))
		}
	})
}

func TestANewServiceTakesNoDutyOfAnotherAway(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		p, at := anyProfile(t), anyDay(t)
		class := rapid.SampledFrom(writ.Services()).Draw(t, "added")
		if slices.ContainsFunc(p.Services, func(s Service) bool { return s.Class == class }) {
			t.Skip("it is offered already")
		}
		q := p
		q.Services = append(slices.Clone(p.Services), Service{Class: class, Offers: p.Countries(at), Launched: date("2015-01-01")})
		was, is := r.Assess(p, at), r.Assess(q, at)
		for _, c := range append(slices.Clone(was.Countries), "EU") {
			for _, d := range bound(was, c) {
				if !slices.Contains(bound(is, c), d) {
					t.Fatalf("%s is gone in %s because %s was added", d, c, class)
				}
			}
		}
	})
}

func TestANewOwnerTakesNoDutyAway(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		p, at := anyProfile(t), anyDay(t)
		q := p
		q.Owners = append(slices.Clone(p.Owners), Owner{Country: rapid.SampledFrom(someCountries).Draw(t, "new owner"), Share: 15})
		was, is := r.Assess(p, at), r.Assess(q, at)
		duties := func(a Assessment) []string {
			var out []string
			for _, f := range a.Findings {
				out = append(out, joined(f.Country, string(f.Service), string(f.Duty)))
			}
			return out
		}
		for _, d := range duties(was) {
			if !slices.Contains(duties(is), d) {
				t.Fatalf("%s is gone because of an owner", d)
			}
		}
	})
}

func TestAProfileDiffersInNothingFromItself(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		p, at := anyProfile(t), anyDay(t)
		if c := Diff(r.Assess(p, at), r.Assess(p, at)); len(c) > 0 {
			t.Fatalf("%+v", c[0])
		}
	})
}

func TestALongerStoreNeverMakesAGapInADutyToKeep(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		p, at := anyProfile(t), anyDay(t)
		q := p
		q.Keeps = map[string]map[writ.Category]writ.Period{}
		for _, c := range someCountries {
			q.Keeps[c] = map[writ.Category]writ.Period{}
			for _, k := range writ.Categories()[:8] {
				q.Keeps[c][k] = period("P10Y")
			}
		}
		for _, f := range r.Assess(q, at).Findings {
			if f.Duty == DataRetention && f.Status == Gap {
				t.Fatalf("%+v", f)
			}
		}
	})
}

// BenchmarkThirtyCountriesTimesEightServices prints what one large assessment takes: the goal is a second.
func BenchmarkThirtyCountriesTimesEightServices(b *testing.B) {
	r := rules(b)
	countries := append(slices.Clone(r.groups["eea"]), "US", "GB", "AU", "CA")[:30]
	p := Profile{Name: "Large plc", Established: countries[:3], Users: map[string]int{}, Network: Network{Cloud: true, LI: "none"}}
	for _, c := range countries {
		p.Users[c] = 100000
	}
	for _, s := range writ.Services()[:8] {
		p.Services = append(p.Services, Service{Class: s, Offers: countries, Launched: date("2020-01-01")})
	}
	for b.Loop() {
		if a := r.Assess(p, date("2026-10-01")); len(a.Findings) < 1000 {
			b.Fatalf("%d findings", len(a.Findings))
		}
	}
}
