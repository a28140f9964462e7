using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Serialization;
using ClassicML.Svm;
using ClassicML.Tests.Contract;
using ClassicML.Tests.Wire;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Serialization;

public class ModelFileTests
{
    private static readonly ClassificationData Flowers = ClassicML.Datasets.Iris();

    private static readonly ModelFileOptions Then = new() { Saved = new DateTimeOffset(2026, 11, 5, 6, 7, 8, TimeSpan.Zero) };

    [Fact]
    public void Every_model_comes_back_with_every_bit()
    {
        int count = 0;
        foreach (IModel model in FormFuzz.Models().Cast<IModel>())
        {
            IModel back = Load<IModel>(Save(model));
            Assert.Equal(Learners.Registry.Write(model), Learners.Registry.Write(back));
            Assert.Equal(model.GetType(), back.GetType());
            count++;
        }
        Assert.True(count > 100);
    }

    [Fact]
    public void Pipelines_and_searches_come_back_from_a_file_with_the_same_predictions()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Path("best.model");
        SearchModel best = new GridSearch(ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))
            .Vary("C", [0.1, 1], (pipeline, c) => pipeline with { Last = pipeline.Last with { C = c } })).Fit(Flowers);
        ModelFile.Save(best, path);
        var back = ModelFile.Load<IClassifierModel>(path);
        Assert.Equal(
            best.As<IProbabilisticModel>()!.PredictProbabilities(Flowers.Features).Span.ToArray(),
            back.As<IProbabilisticModel>()!.PredictProbabilities(Flowers.Features).Span.ToArray());
        Assert.Equal(["best.model"], folder.Files());
    }

    // Written by hand after github.com/huggingface/safetensors, with nothing of ours.
    [Fact]
    public void A_few_lines_of_plain_code_read_the_arrays()
    {
        LogisticRegressionModel model = new LogisticRegression().Fit(Flowers);
        byte[] file = Save(model);
        long length = BinaryPrimitives.ReadInt64LittleEndian(file);
        JsonObject header = JsonNode.Parse(file.AsSpan(8, (int)length))!.AsObject();
        long end = 0;
        foreach ((string name, JsonNode? entry) in header.Where(pair => pair.Key != "__metadata__").OrderBy(pair => (long)pair.Value!["data_offsets"]![0]!))
        {
            Assert.Equal(end, (long)entry!["data_offsets"]![0]!);
            end = (long)entry["data_offsets"]![1]!;
        }
        Assert.Equal(file.Length, 8 + length + end);
        Assert.Equal(0, (8 + length) % 8);
        JsonNode weights = header["Coefficients.Values"]!;
        Assert.Equal(("F64", 3, 4), ((string)weights["dtype"]!, (int)weights["shape"]![0]!, (int)weights["shape"]![1]!));
        ReadOnlySpan<byte> bytes = file.AsSpan((int)(8 + length + (long)weights["data_offsets"]![0]!));
        for (int i = 0; i < 12; i++) Assert.Equal(model.Coefficients[i / 4, i % 4], BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]));
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse((string)header["__metadata__"]!["classicml"]!).RootElement.ValueKind);
    }

    [Fact]
    public void Inspect_says_what_the_model_is_without_its_type_and_arrays()
    {
        var table = new Table(
            new NumberColumn("age", [30, 41, 25, 60, 33, 52]), new TextColumn("city", ["Rome", "Oslo", "Rome", "Oslo", "Rome", "Rome"]),
            new TextColumn("left", ["no", "yes", "no", "yes", "yes", "no"]));
        ClassificationData data = table.ToClassification("left");
        ForestClassifierModel model = new RandomForestClassifier { TreeCount = 3, Seed = 17 }.Fit(data);
        byte[] file = Save(model, Then with { Data = DataSummary.Of(data), Notes = ImmutableSortedDictionary<string, string>.Empty.Add("ticket", "ÅÄ 7") });
        ModelFileInfo info = ModelFile.Inspect(new MemoryStream(file));
        Assert.Equal(("0.1.0", Then.Saved!.Value, WireKind.Classifier, 2, 17), (info.Version, info.Saved, info.Kind, info.FeatureCount, info.Seed!.Value));
        Assert.Equal("forest-model", info.ModelType);
        Assert.Equal(["age", "city"], info.FeatureNames!.Value);
        Assert.Equal(["no", "yes"], info.Labels!.Names);
        Assert.Equal(new RandomForestClassifier { TreeCount = 3, Seed = 17 }, Learners.Registry.Read<RandomForestClassifier>(WireForm.Parse(info.Learner!)));
        Assert.Equal((6, "left"), (info.Data!.RowCount, info.Data.TargetName));
        Assert.Equal([ColumnKind.Number, ColumnKind.Text], info.Data.FeatureKinds);
        Assert.Equal(64, info.Data.Hash.Length);
        Assert.NotEqual(info.Data.Hash, DataSummary.Of(data.SelectRows([0, 1, 2, 3, 4])).Hash);
        Assert.Equal("ÅÄ 7", info.Notes["ticket"]);
        Assert.Equal(model.Report.Elapsed, info.Report.Elapsed);
        TensorEntry thresholds = Assert.Single(info.Arrays, array => array.Name.EndsWith("Thresholds", StringComparison.Ordinal));
        Assert.Equal(thresholds.Bytes, thresholds.Shape.Single() * (thresholds.Type == TensorType.F32 ? 4 : 8));
        Assert.Equal(file.Length, info.Arrays.Sum(array => array.Bytes) + 8 + BinaryPrimitives.ReadInt64LittleEndian(file));
        // What a type of one's own is made of is no secret either.
        Assert.Throws<ModelFormatException>(() => ModelFile.Load<IModel>(new MemoryStream(file), new WireRegistry()));
    }

    [Fact]
    public void Inspect_knows_every_kind_of_model_its_seed_and_its_data()
    {
        var table = new Table(
            new NumberColumn("age", [30, 41, 25, 60]), new TextColumn("city", ["Rome", "Oslo", "Rome", "Oslo"]), new NumberColumn("pay", [1, 2, 3, 5]));
        RegressionData numbers = table.ToRegression("pay");
        DataSummary ofNumbers = DataSummary.Of(numbers), ofRows = DataSummary.Of(new OutlierData(Flowers.Features, new bool[150]));
        Assert.Equal((4, "pay"), (ofNumbers.RowCount, ofNumbers.TargetName));
        Assert.Equal([ColumnKind.Number, ColumnKind.Text], ofNumbers.FeatureKinds);
        Assert.Equal((150, null), (ofRows.RowCount, ofRows.TargetName));
        Assert.Equal(Enumerable.Repeat(ColumnKind.Number, 4), ofRows.FeatureKinds);
        IModel seeded = new StandardScaler().Then(new RandomForestClassifier { TreeCount = 2, Seed = 17 }).Fit(Flowers);
        foreach ((IModel model, WireKind kind, int? seed, DataSummary? data) in new (IModel, WireKind, int?, DataSummary?)[]
        {
            (seeded, WireKind.Classifier, 17, null), (new DecisionTreeRegressor { Seed = 5 }.Fit(numbers), WireKind.Regressor, 5, ofNumbers),
            (new OneClassSvm().Fit(Flowers.Features), WireKind.OutlierDetector, null, ofRows),
            (new StandardScaler().Fit(Flowers.Features), WireKind.Transformer, null, null),
        })
        {
            ModelFileInfo info = ModelFile.Inspect(new MemoryStream(Save(model, new ModelFileOptions { Data = data })));
            Assert.Equal((kind, seed, model.FeatureCount), (info.Kind, info.Seed, info.FeatureCount));
            Assert.Equal((data?.RowCount, data?.Hash, data?.TargetName), (info.Data?.RowCount, info.Data?.Hash, info.Data?.TargetName));
            Assert.Equal(data?.FeatureKinds.ToArray(), info.Data?.FeatureKinds.ToArray());
            // The time is now, whatever a clock that is set meanwhile says.
            Assert.InRange(info.Saved, DateTimeOffset.UtcNow - TimeSpan.FromDays(1), DateTimeOffset.UtcNow + TimeSpan.FromDays(1));
        }
    }

    [Fact]
    public void Equal_models_saved_at_one_time_are_equal_files()
    {
        LogisticRegressionModel model = new LogisticRegression().Fit(Flowers);
        Assert.Equal(Save(model), Save(Load<IModel>(Save(model))));
        Assert.NotEqual(Save(model), Save(model, Then with { Saved = Then.Saved + TimeSpan.FromSeconds(1) }));
    }

    [Fact]
    public void Numbers_take_half_the_space_where_no_bit_is_lost()
    {
        // A NaN with a text in it, which a float can't hold; the others can.
        double odd = BitConverter.Int64BitsToDouble(0x7ff8_0000_0000_0001), whole = BitConverter.Int64BitsToDouble(0x7ff8_1230_0000_0000);
        foreach ((double[] values, TensorType type) in new[]
        {
            ([0.0, -0.0, 0.5, -3.25, double.NaN, whole], TensorType.F32), ([1.0, 0.1], TensorType.F64), ([1.0, odd], TensorType.F64),
            ([16777217.0], TensorType.F64), (new double[] { 1e300 }, TensorType.F64), ([1e-310], TensorType.F64), ([], TensorType.F32),
        })
        {
            var array = new StoredArray("a", new WireValue.Doubles(values));
            Assert.Equal(type, array.Entry.Type);
            var back = (WireValue.Doubles)Reread(array, ArrayKind.Doubles);
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), back.Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        }
        foreach ((int[] values, TensorType type) in new[]
        {
            ([0, -1, short.MaxValue, short.MinValue], TensorType.I16), ([short.MaxValue + 1], TensorType.I32),
            (new[] { short.MinValue - 1, 0 }, TensorType.I32),
        })
        {
            var array = new StoredArray("a", new WireValue.Integers(values));
            Assert.Equal(type, array.Entry.Type);
            Assert.Equal(values, ((WireValue.Integers)Reread(array, ArrayKind.Integers)).Values.ToArray());
        }
        // More than one piece of a read, and of what is narrowed at once.
        foreach (double divisor in (double[])[3, 4])
        {
            double[] many = [.. Enumerable.Range(0, 300_001).Select(i => i / divisor)];
            Assert.Equal(many, ((WireValue.Doubles)Reread(new StoredArray("a", new WireValue.Doubles(many)), ArrayKind.Doubles)).Values.ToArray());
        }
        foreach (int factor in (int[])[1, 100_000])
        {
            int[] many = [.. Enumerable.Range(0, 20_001).Select(i => i * factor)];
            Assert.Equal(many, ((WireValue.Integers)Reread(new StoredArray("a", new WireValue.Integers(many)), ArrayKind.Integers)).Values.ToArray());
        }
    }

    [Fact]
    public void Many_texts_are_an_array_and_come_back_whatever_their_letters()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"{i} \"\\\u0000\n\ud83d\ude00ü"), "", " "];
        var table = new Table(new TextColumn("words", texts));
        OneHotEncoderModel back = Load<OneHotEncoderModel>(Save(new OneHotEncoder { SparseOutput = true }.Fit(table)));
        Assert.Equal(texts.Order(StringComparer.Ordinal), back.Categories(0));
        Assert.Contains(ModelFile.Inspect(new MemoryStream(Save(back))).Arrays, array => array is { Type: TensorType.U8, Name: "Texts" });
        var half = new Table(new TextColumn("words", [.. texts, "\ud800"]));
        Assert.Throws<EncoderFallbackException>(() => Save(new OneHotEncoder().Fit(half)));
    }

    [Fact]
    public void Streams_that_cannot_seek_are_written_and_read()
    {
        KNearestNeighborsClassifierModel model = new KNearestNeighborsClassifier().Fit(Flowers);
        using var memory = new MemoryStream();
        using (var pipe = new OneWay(memory)) ModelFile.Save(model, pipe, Learners.Registry, Then);
        Assert.Equal(Save(model), memory.ToArray());
        memory.Position = 0;
        using (var pipe = new OneWay(memory)) Assert.Equal(Written(model), Written(ModelFile.Load<IModel>(pipe, Learners.Registry)));
        using var longer = new OneWay(new MemoryStream([.. memory.ToArray(), 0]));
        Assert.Contains("bytes follow its last array", Refusal(() => ModelFile.Load<IModel>(longer, Learners.Registry)));
        using var shorter = new OneWay(new MemoryStream(memory.ToArray()[..^1]));
        Assert.Contains("the file ends before array", Refusal(() => ModelFile.Load<IModel>(shorter, Learners.Registry)));
    }

    [Fact]
    public void What_can_not_be_written_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.model", "old");
        LogisticRegressionModel model = new LogisticRegression().Fit(Flowers);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => ModelFile.Save(model, path, Learners.Registry, cancellation: stop.Token));
        Assert.Throws<ArgumentException>(() => ModelFile.Save(model, path, new WireRegistry()));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a.model"], folder.Files());
        ModelFile.Save(model, path);
        Assert.Equal(["a.model"], folder.Files());
        Assert.Throws<OperationCanceledException>(() => ModelFile.Load<IModel>(path, Learners.Registry, stop.Token));
        Assert.Throws<DirectoryNotFoundException>(() => ModelFile.Save(model, folder.Path("none/a.model")));
        Assert.Throws<FileNotFoundException>(() => ModelFile.Load<IModel>(folder.Path("none.model")));
        Assert.Contains("it is a folder", Refusal(() => ModelFile.Load<IModel>(folder.Root)));
        Assert.Contains("it is a folder", Refusal(() => ModelFile.Inspect(folder.Root)));
        string other = folder.Write("other.model", "a text that is no model");
        Assert.StartsWith($"{other}: it is no safetensors file", Refusal(() => ModelFile.Load<IModel>(other)));
        Assert.StartsWith($"{other}: it is no safetensors file", Refusal(() => ModelFile.Inspect(other)));
    }

    [Fact]
    public void A_model_of_another_kind_is_refused_by_both_names()
    {
        byte[] file = Save(new Ridge().Fit(new RegressionData(Flowers.Features, [.. Flowers.Codes.ToArray().Select(code => (double)code)])));
        Assert.Contains("'linear-regression-model' is not a IClassifierModel", Refusal(() => Load<IClassifierModel>(file)));
    }

    internal static byte[] Save(IModel model, ModelFileOptions? options = null)
    {
        using var stream = new MemoryStream();
        ModelFile.Save(model, stream, Learners.Registry, options ?? Then);
        return stream.ToArray();
    }

    internal static T Load<T>(byte[] file) where T : class, IModel => ModelFile.Load<T>(new MemoryStream(file), Learners.Registry);

    internal static string Refusal(Action action) => Assert.Throws<ModelFormatException>(action).Message;

    private static WireValue Reread(StoredArray array, ArrayKind kind)
    {
        using var stream = new MemoryStream();
        array.Give(stream.Write);
        Assert.Equal(array.Entry.Bytes, stream.Length);
        stream.Position = 0;
        return new TensorReader(stream).Read(array.Entry, kind);
    }
}
