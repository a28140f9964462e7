namespace ClassicML.Examples;

/// <summary>Customers of a shop that doesn't exist, made from a seed: numbers of odd units, texts, dates, holes, and whether they left.</summary>
internal static class Customers
{
    private static readonly string[] Cities = ["Berlin", "Roma", "Oslo", "Zürich", "Málaga", "Kraków", "Gent", "Porto"];

    private static readonly string[] Plans = ["basic", "family", "premium"];

    private sealed record Customer(double Age, double? Income, string City, string? Plan, DateTime Joined, double? Calls, bool Paperless, bool Left);

    /// <summary>The customers as a table.</summary>
    public static Table Make(int count, ulong seed)
    {
        var rng = new Rng(seed);
        return Table.From(Enumerable.Range(0, count).Select(_ => One(rng)), map => map
            .Number("age", c => c.Age).Number("income", c => c.Income).Text("city", c => c.City).Text("plan", c => c.Plan)
            .Date("joined", c => c.Joined).Number("calls", c => c.Calls).Boolean("paperless", c => c.Paperless)
            .Text("left", c => c.Left ? "yes" : "no"));
    }

    private static Customer One(Rng rng)
    {
        double age = Math.Round(18 + 60 * rng.NextDouble()), income = Math.Round(1200 + 5000 * rng.NextDouble() * rng.NextDouble(), 2);
        int city = rng.NextInt(Cities.Length), plan = rng.NextInt(Plans.Length), calls = (int)(9 * rng.NextDouble() * rng.NextDouble());
        DateTime joined = new DateTime(2015, 1, 1).AddDays(rng.NextInt(3650));
        // Who calls often leaves, most of all on the basic plan; who has stayed long stays; the city tells a little.
        double score = 0.6 * calls * (plan == 0 ? 1.5 : 0.7) - 0.25 * (2025 - joined.Year) + (city % 3 == 0 ? 0.8 : 0) - income / 4000;
        bool left = score + 1.5 * (rng.NextDouble() + rng.NextDouble() - 1) > 0;
        return new Customer(
            age, Hole(rng, 0.15) ? null : income, Cities[city], Hole(rng, 0.05) ? null : Plans[plan], joined, Hole(rng, 0.1) ? null : calls,
            rng.NextDouble() < 0.6, left);
    }

    private static bool Hole(Rng rng, double share) => rng.NextDouble() < share;
}
