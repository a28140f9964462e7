namespace ClassicML.Svm;

/// <summary>What fits on the same rows have in common: the kernel, and C, which bounds the dual variables.</summary>
internal interface IKernelLearner<TSelf>
{
    double C { get; }

    KernelFunction Kernel { get; }

    int MemoryMegabytes { get; }

    /// <summary>The same learner of another kernel and C.</summary>
    TSelf With(KernelFunction kernel, double c);
}

/// <summary>Fits candidates on the same rows, each with the bits of a plain fit.</summary>
internal static class SharedFits
{
    /// <summary>Kernel by kernel, so that one matrix at a time is held; learners that differ in C alone together, since machines that met no
    /// bound are those of every larger C.</summary>
    /// <param name="learners">The candidates, of one memory limit.</param>
    /// <param name="x">The data, which rules for γ look at.</param>
    /// <param name="training">The rows to train on.</param>
    /// <param name="fit">Fits learners of one resolved kernel that differ in C alone, which rises.</param>
    public static TModel[] Run<TLearner, TModel>(
        TLearner[] learners, Features x, TrainingRows training, Func<TLearner[], KernelFunction, IKernelSource, TModel[]> fit)
        where TLearner : class, IKernelLearner<TLearner>
    {
        KernelFunction[] kernels = Array.ConvertAll(learners, learner => learner.Kernel.Resolve(x));
        var models = new TModel[learners.Length];
        foreach (IGrouping<KernelFunction, int> group in Enumerable.Range(0, learners.Length).GroupBy(i => kernels[i]))
        {
            IKernelSource source = training.Source(group.Key, learners[0].MemoryMegabytes, int.MaxValue, shared: true);
            foreach (IGrouping<TLearner, int> alike in group.GroupBy(i => learners[i].With(group.Key, 1)))
            {
                int[] rising = [.. alike.OrderBy(i => learners[i].C)];
                TModel[] fitted = fit(Array.ConvertAll(rising, i => learners[i]), group.Key, source);
                for (int k = 0; k < rising.Length; k++) models[rising[k]] = fitted[k];
            }
        }
        return models;
    }
}
