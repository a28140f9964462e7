using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Looks at the memory of the whole process, so nothing else may run.</summary>
[CollectionDefinition(nameof(SvmMemoryTests), DisableParallelization = true)]
[Collection(nameof(SvmMemoryTests))]
public class SvmMemoryTests
{
    [Theory, InlineData(2), InlineData(3)]
    public void A_kernel_matrix_that_does_not_fit_stays_within_the_limit(int classes)
    {
        // The matrix would take 64 MB; the limit leaves room for some 800 rows of 4000.
        const int limit = 13;
        ClassificationData data = SvmData.Blobs(classes, 4000, 3);
        var learner = new SvmClassifier { Kernel = KernelFunction.Rbf(1), MemoryMegabytes = limit };
        SvmClassifierModel? fitted = null;
        // Beside the rows: the training rows twice, and what a working set takes.
        Assert.InRange(Most(() => fitted = learner.Fit(data)), 0, limit * 1_000_000L + 8_000_000);
        Assert.Equal((learner with { MemoryMegabytes = 1000 }).Fit(data).DualCoefficients.Span, fitted!.DualCoefficients.Span);
    }

    [Fact]
    public void Rows_that_could_not_be_dense_train_and_predict_in_the_memory_of_what_they_store()
    {
        // Dense, they would take 16 GB. Sparse, they take 5 MB, and a matrix of theirs 256 MB, for which the limit has no room.
        const int rows = 8_000, limit = 40;
        ClassificationData data = SvmData.Texts(2, rows, 250_000, 50);
        var learner = new SvmClassifier { C = 10, Kernel = KernelFunction.Rbf(1), MemoryMegabytes = limit };
        SvmClassifierModel? model = null;
        int[] predicted = [];
        // Beside kernel entries: training rows, their transpose and the support vectors with theirs, 5 MB each at most; entries of 67
        // rows (of 2²⁴ values) with the support vectors; what a working set takes.
        long most = Most(() =>
        {
            model = learner.Fit(data);
            predicted = model.Predict(data.Features);
        });
        Assert.InRange(most, 0, limit * 1_000_000L + 40_000_000);
        Assert.True(model!.Report.Converged, model.Report.Reason);
        Assert.IsType<SparseMatrix>(model.SupportVectors);
        Assert.InRange(predicted.Where((code, i) => code == data.Codes[i]).Count(), 0.97 * rows, rows);
    }

    // The most bytes that are held while something runs, beside those before.
    private static long Most(Action run)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        bool done = false;
        var watch = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                Thread.Sleep(5);
            }
        });
        watch.Start();
        try
        {
            run();
        }
        finally
        {
            Volatile.Write(ref done, true);
            watch.Join();
        }
        return most;
    }
}
