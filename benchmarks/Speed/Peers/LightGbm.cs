using System.Globalization;
using System.Runtime.InteropServices;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>LightGBM in its forest mode, which ML.NET's trainer doesn't offer: the native library that comes with it, called directly.</summary>
/// <remarks>With K > 2 classes it grows a tree for each class and round. Binning the rows is part of its time.</remarks>
internal sealed partial class LightGbm
{
    private const int Float32 = 0, Float64 = 1, Normal = 0, RowMajor = 1;
    private readonly (ClassificationData Train, ClassificationData Test) data;
    private readonly string parameters;
    private readonly int rounds;
    private nint dataset, booster;

    private LightGbm((ClassificationData, ClassificationData) data, int trees, int leaves)
    {
        this.data = data;
        rounds = trees;
        int p = data.Item1.FeatureCount, k = data.Item1.ClassCount;
        parameters = string.Create(CultureInfo.InvariantCulture,
            $"boosting=rf objective={(k == 2 ? "binary" : $"multiclass num_class={k}")} num_leaves={leaves} bagging_freq=1 bagging_fraction=0.632 "
            + $"feature_fraction_bynode={Math.Floor(Math.Sqrt(p)) / p} min_data_in_leaf=1 min_sum_hessian_in_leaf=0 max_bin=255 "
            + $"num_threads={Workers.MaxThreads} verbosity=-1");
    }

    /// <summary>A forest of so many trees, each of at most so many leaves.</summary>
    public static IContender Forest((ClassificationData Train, ClassificationData Test) data, int trees, int leaves)
    {
        var forest = new LightGbm(data, trees, leaves);
        int[] predicted = [];
        System.Reflection.Assembly library = typeof(Microsoft.ML.Trainers.LightGbm.LightGbmMulticlassTrainer).Assembly;
        return new InProcess("LightGBM", library, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (forest.Fit, () => SpeedCase.Accuracy(forest.Predict(), data.Test)),
            ["predict"] = (() => predicted = forest.Predict(), () => SpeedCase.Accuracy(predicted, data.Test)),
        }, InProcess.Rows("float64", "boosting=rf, 63 % of the rows without replacement, 255 bins"));
    }

    // Booster and data live in native memory; those of the last fit go with the process.
    private void Release()
    {
        if (booster != 0) Try(BoosterFree(booster));
        if (dataset != 0) Try(DatasetFree(dataset));
        booster = dataset = 0;
    }

    private unsafe void Fit()
    {
        Release();
        var x = (Matrix)data.Train.Features;
        float[] labels = Array.ConvertAll(data.Train.Codes.ToArray(), code => (float)code);
        fixed (double* values = x.Span)
            Try(DatasetCreateFromMat((nint)values, Float64, x.RowCount, x.ColumnCount, RowMajor, parameters, 0, out dataset));
        fixed (float* label = labels) Try(DatasetSetField(dataset, "label", (nint)label, labels.Length, Float32));
        Try(BoosterCreate(dataset, parameters, out booster));
        for (int round = 0; round < rounds; round++) Try(BoosterUpdateOneIter(booster, out _));
    }

    private unsafe int[] Predict()
    {
        var x = (Matrix)data.Test.Features;
        int k = data.Test.ClassCount, width = k == 2 ? 1 : k;
        double[] scores = new double[x.RowCount * width];
        fixed (double* values = x.Span, to = scores)
            Try(BoosterPredictForMat(booster, (nint)values, Float64, x.RowCount, x.ColumnCount, RowMajor, Normal, 0, -1, parameters, out _, (nint)to));
        return [.. Enumerable.Range(0, x.RowCount).Select(i => k == 2
            ? scores[i] > 0.5 ? 1 : 0
            : scores.AsSpan(i * width, width).IndexOf(scores.AsSpan(i * width, width).ToArray().Max()))];
    }

    private static void Try(int status)
    {
        if (status != 0) throw new InvalidOperationException(Marshal.PtrToStringUTF8(GetLastError()));
    }

    [LibraryImport("lib_lightgbm", EntryPoint = "LGBM_GetLastError")]
    private static partial nint GetLastError();

    [LibraryImport("lib_lightgbm", EntryPoint = "LGBM_DatasetCreateFromMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DatasetCreateFromMat(
        nint data, int type, int rows, int columns, int isRowMajor, string parameters, nint reference, out nint dataset);

    [LibraryImport("lib_lightgbm", EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DatasetSetField(nint dataset, string name, nint data, int count, int type);

    [LibraryImport("lib_lightgbm", EntryPoint = "LGBM_DatasetFree")]
    private static partial int DatasetFree(nint dataset);

    [LibraryImport("lib_lightgbm", EntryPoint = "LGBM_BoosterCreate", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport("lib_lightgbm", EntryPoint = "LGBM_BoosterUpdateOneIter")]
    private static partial int BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport("lib_lightgbm", EntryPoint = "LGBM_BoosterPredictForMat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BoosterPredictForMat(
        nint booster, nint data, int type, int rows, int columns, int isRowMajor, int kind, int firstRound, int rounds, string parameters,
        out long length, nint scores);

    [LibraryImport("lib_lightgbm", EntryPoint = "LGBM_BoosterFree")]
    private static partial int BoosterFree(nint booster);
}
