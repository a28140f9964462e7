namespace ClassicML;

/// <summary>What <see cref="ClassificationData"/> and its kin ask of their parts.</summary>
internal static class DataChecks
{
    public static Features Features(Features features, IEnumerable<string>? names = null)
    {
        Check.NotNull(features, nameof(features));
        if (features.RowCount == 0 || features.ColumnCount == 0)
            throw new ArgumentException(
                $"data must have at least one row and one feature, has {features.RowCount}×{features.ColumnCount}", nameof(features));
        Features named = names is null ? features : features.WithNames(names);
        Check.Magnitudes(named);
        return named;
    }

    public static double[]? Weights(ReadOnlySpan<double> weights, Features features)
    {
        if (weights.IsEmpty) return null;
        Check.Length(weights.Length, features.RowCount, nameof(weights), "row");
        bool any = false;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && weights[i] <= ClassicML.Features.MaxMagnitude))
                throw new ArgumentException(
                    $"row {i} has weight {Check.Text(weights[i])}; weights must be in [0, {Check.Text(ClassicML.Features.MaxMagnitude)}]", nameof(weights));
            any |= weights[i] > 0;
        }
        if (!any) throw new ArgumentException("every weight is zero; at least one row must count", nameof(weights));
        return weights.ToArray();
    }

    public static int[]? Groups(ReadOnlySpan<int> groups, Features features)
    {
        if (groups.IsEmpty) return null;
        Check.Length(groups.Length, features.RowCount, nameof(groups), "row");
        return groups.ToArray();
    }

    public static T[]? Pick<T>(T[]? all, ReadOnlySpan<int> rows)
    {
        if (all is null) return null;
        T[] picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++) picked[i] = all[rows[i]];
        return picked;
    }
}
