namespace ClassicML.Preprocessing;

/// <summary>The B-splines of one column: those that are not zero at a value.</summary>
/// <remarks>
/// Source: de Boor, "A practical guide to splines", 1978, chapter X: with t the knots, those of degree 0 are 1 between two of them, and one of
/// degree d rises from the one before as (x - tᵢ)/(tᵢ₊d - tᵢ) and falls as (tᵢ₊d₊₁ - x)/(tᵢ₊d₊₁ - tᵢ₊₁). Beyond the ends, the same formulas with the
/// last interval continue the polynomials. Intervals of no length are passed over, so no denominator is zero.
/// </remarks>
internal sealed class SplineBasis
{
    private readonly int degree;
    private readonly bool isPeriodic;

    // With degree knots more at each end.
    private readonly double[] knots;

    public SplineBasis(double[] places, int degree, bool isPeriodic)
    {
        (this.degree, this.isPeriodic) = (degree, isPeriodic);
        int last = places.Length - 1;
        double period = places[last] - places[0];
        knots = new double[places.Length + 2 * degree];
        places.CopyTo(knots, degree);
        for (int k = 1; k <= degree; k++)
        {
            knots[degree - k] = isPeriodic ? places[last - k] - period : places[0] - k * (places[1] - places[0]);
            knots[degree + last + k] = isPeriodic ? places[k] + period : places[last] + k * (places[last] - places[last - 1]);
        }
        Count = isPeriodic ? last : last + degree;
    }

    /// <summary>The number of splines.</summary>
    public int Count { get; }

    public double Low => knots[degree];

    public double High => knots[^(degree + 1)];

    /// <summary>Writes the splines at a value, all others being zero.</summary>
    /// <param name="x">The value; beyond the ends polynomials go on, periodic ones begin again.</param>
    /// <param name="to">Receives <see cref="Count"/> values, which were zero.</param>
    /// <param name="work">Room for degree + 1 values.</param>
    public void Evaluate(double x, Span<double> to, Span<double> work)
    {
        if (isPeriodic) x = Low + Remainder(x - Low, High - Low);
        int interval = Interval(x);
        Span<double> values = work[..(degree + 1)];
        Values(x, interval, degree, values);
        for (int r = 0; r <= degree; r++) to[(interval - degree + r) % Count] += values[r];
    }

    /// <summary>Writes the slopes of the splines at a value between the ends, in units of the interval that holds it, which no unit of the
    /// column makes too large; other arguments as of <see cref="Evaluate"/>.</summary>
    /// <returns>The length of the interval.</returns>
    public double Slopes(double x, Span<double> to, Span<double> work)
    {
        int interval = Interval(x);
        double unit = knots[interval + 1] - knots[interval];
        if (degree == 0) return unit;
        Span<double> lower = work[..degree];
        Values(x, interval, degree - 1, lower);
        // B′ of degree d is d·(Bᵢ/(tᵢ₊d - tᵢ) - Bᵢ₊₁/(tᵢ₊d₊₁ - tᵢ₊₁)), of those of degree d - 1.
        for (int r = 0; r < degree; r++)
        {
            int first = interval - degree + 1 + r;
            double part = degree * lower[r] / ((knots[first + degree] - knots[first]) / unit);
            to[first - 1] -= part;
            to[first] += part;
        }
        return unit;
    }

    // The interval of positive length that holds a value, or is next to it: knots[at] ≤ x < knots[at + 1], at the high end the last.
    private int Interval(double x)
    {
        int first = degree, last = knots.Length - degree - 2;
        while (knots[first] == knots[first + 1]) first++;
        while (knots[last] == knots[last + 1]) last--;
        int at = first;
        // Few knots: one after the other.
        for (int k = first + 1; k <= last && x >= knots[k]; k++)
            if (knots[k] < knots[k + 1]) at = k;
        return at;
    }

    // de Boor's BSPLVB: the values of degree + 1 splines, of which those of an interval consist.
    private void Values(double x, int interval, int degree, Span<double> values)
    {
        values[0] = 1;
        for (int d = 1; d <= degree; d++)
        {
            double saved = 0;
            for (int r = 0; r < d; r++)
            {
                double right = knots[interval + r + 1], left = knots[interval + r + 1 - d], share = (x - left) / (right - left);
                double value = values[r];
                values[r] = saved + (right - x) / (right - left) * value;
                saved = share * value;
            }
            values[d] = saved;
        }
    }

    // x - ⌊x/length⌋·length, in [0, length).
    private static double Remainder(double x, double length)
    {
        double rest = Math.IEEERemainder(x, length);
        return rest < 0 ? rest + length : rest;
    }
}
