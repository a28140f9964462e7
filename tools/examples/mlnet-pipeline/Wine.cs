using Microsoft.ML.Data;

namespace ClassicML.Examples;

/// <summary>A wine as a row of ML.NET's: its measures, and who made it.</summary>
public sealed class Wine
{
    [VectorType(13)]
    public float[] Features { get; set; } = [];

    public string Maker { get; set; } = "";

    /// <summary>The 178 wines that come with the library.</summary>
    public static IReadOnlyList<Wine> All()
    {
        ClassificationData data = Datasets.Wine();
        var x = (Matrix)data.Features;
        return [.. Enumerable.Range(0, data.RowCount).Select(row => new Wine
        {
            Features = Array.ConvertAll(x.Row(row).ToArray(), value => (float)value), Maker = data.Labels[data.Codes[row]],
        })];
    }
}

/// <summary>What the model says of one.</summary>
public sealed class Maker
{
    public string PredictedLabel { get; set; } = "";
}
