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
        long before = Held();
        SvmClassifierModel? model = null;
        long most = 0;
        var watch = new Thread(() =>
        {
            while (model is null)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                Thread.Sleep(5);
            }
        });
        watch.Start();
        SvmClassifierModel fitted = learner.Fit(data);
        model = fitted;
        watch.Join();
        // Beside the rows: the training rows twice, and what a working set takes.
        Assert.InRange(most, 0, limit * 1_000_000L + 8_000_000);
        Assert.Equal((learner with { MemoryMegabytes = 1000 }).Fit(data).DualCoefficients.Span, fitted.DualCoefficients.Span);
        static long Held() => GC.GetTotalMemory(forceFullCollection: true);
    }
}
