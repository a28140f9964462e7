using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Makes each column as much like a normal variable as a power can: skewed columns become symmetric.</summary>
/// <remarks>
/// The power λ of each column is the one of maximum likelihood (<see cref="PowerFamily"/> has the formulas). Missing values (NaN) are left out
/// and stay missing; a column with no value at all becomes missing throughout; a column of one value has λ = 1. Values beyond
/// ±<see cref="Features.MaxMagnitude"/> are cut there. Row weights are not looked at. Powers are taken of ratios, so years and time stamps,
/// whose λ may be in the hundreds, come out standardised to all digits; scikit-learn overflows. Without standardising λ is held where the
/// powers themselves are features: below e¹⁷⁰, and not so small that half the digits are lost. Cost: a sort and some forty times n powers a
/// column.
/// </remarks>
public sealed record PowerTransformer : ITransformer<PowerTransformerModel>
{
    /// <summary>The family of powers. Default <see cref="PowerFamily.YeoJohnson"/>; Box-Cox needs positive values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public PowerFamily Family { get; init => field = Check.Defined(value, nameof(Family)); } = PowerFamily.YeoJohnson;

    /// <summary>Whether columns are brought to mean 0 and deviation 1 afterwards. Default true.</summary>
    public bool Standardize { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or one is not positive for Box-Cox.</exception>
    public PowerTransformerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix rows = ColumnTiles.Readable(x, nameof(PowerTransformer));
        PowerTransformerModel.CheckDomain(rows, Family);
        var columns = new PowerColumn[rows.ColumnCount];
        OrderedColumn.ForEach(rows, context, (j, values) => columns[j] = OfColumn(values));
        return new PowerTransformerModel(Family, columns, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }

    private PowerColumn OfColumn(OrderedColumn values)
    {
        double plain = Family == PowerFamily.BoxCox ? 1 : 0;
        PowerMap map = values.Count == 0 ? new PowerMap(Family, double.NaN, plain)
            : values.IsConstant ? new PowerMap(Family, 1, plain)
            : PowerSearch.Find(values, Family, Standardize);
        if (!Standardize || values.Count == 0) return new PowerColumn(map, 0, 1);
        double[] transformed = new double[values.Count];
        for (int i = 0; i < transformed.Length; i++) transformed[i] = map.Forward(values[i]);
        (double mean, double deviation) = PowerSearch.Moments(transformed);
        return new PowerColumn(map, mean, values.IsConstant || deviation == 0 ? 1 : deviation);
    }
}

/// <summary>What is done to one column: its power, then z = (q - mean)/scale.</summary>
internal readonly record struct PowerColumn(PowerMap Map, double Mean, double Scale);
