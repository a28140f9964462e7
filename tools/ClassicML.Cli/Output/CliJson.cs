using System.Text.Json;
using System.Text.Json.Serialization;
using ClassicML.Cli.Commands;

namespace ClassicML.Cli.Output;

/// <summary>The results of the commands as JSON: names in snake_case; what is no finite number is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false, Converters = [typeof(FiniteNumberConverter)],
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DescribeResult))]
[JsonSerializable(typeof(ModelsResult))]
[JsonSerializable(typeof(TrainResult))]
[JsonSerializable(typeof(PredictResult))]
[JsonSerializable(typeof(EvaluateResult))]
[JsonSerializable(typeof(InspectResult))]
[JsonSerializable(typeof(CvResult))]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(NestedComparison))]
[JsonSerializable(typeof(CompareResult))]
[JsonSerializable(typeof(DevicesResult))]
[JsonSerializable(typeof(ExplainResult))]
[JsonSerializable(typeof(PlotResult))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(ServeResult))]
[JsonSerializable(typeof(DatasetsResult))]
[JsonSerializable(typeof(FetchResult))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>JSON has no NaN and no infinities: they are null.</summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}
