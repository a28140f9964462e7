using System.Reflection;
using ClassicML.Cnn;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>Every learner, splitter and model is registered, and its options are what the registry says they are.</summary>
public class RegistryContract
{
    public static TheoryData<string> FromDefaults => Learners.FromDefaults;

    [Fact]
    public void Every_public_learner_splitter_and_model_is_registered()
    {
        Type[] contracts =
            [typeof(IClassifier<>), typeof(IRegressor<>), typeof(ISupervisedTransformer<>), typeof(ILearner<,>), typeof(ISplitter), typeof(IModel)];
        string[] missing = [.. Learners.PublicTypes
            .Where(type => type is { IsClass: true, IsAbstract: false }
                && type.GetInterfaces().Any(i => contracts.Contains(i.IsGenericType ? i.GetGenericTypeDefinition() : i)))
            .Where(type => !typeof(IPipeline).IsAssignableFrom(type))
            // They hold a function and a model of another library, which have no form.
            .Where(type => type.Namespace != typeof(ClassicML.MLNet.MLNetClassifier).Namespace)
            .Where(type => !Learners.Registry.Types.Any(known => Registered(known) == type))
            .Select(type => type.Name)];
        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(FromDefaults))]
    public void Options_are_what_the_registry_says(string name)
    {
        foreach (ContractCheck check in LearnerContract.Options(Learners.Registry.Find(name)!, Learners.Registry)) check.Run();
    }

    [Fact]
    public void Each_project_lists_its_own_types_and_all_of_them_together_are_registered()
    {
        IReadOnlyList<WireType>[] lists =
        [
            LinearWireTypes.All, NeighborsWireTypes.All, SvmWireTypes.All, TreesWireTypes.All, PreprocessingWireTypes.All, ModelSelectionWireTypes.All,
            DecompositionWireTypes.All, NeuralWireTypes.All, CnnWireTypes.All,
        ];
        Assembly core = typeof(WireType).Assembly;
        Assert.Equal(lists.Length, Learners.PublicTypes.Count(type => type.Name.EndsWith("WireTypes", StringComparison.Ordinal) && type.Assembly != core));
        foreach (IReadOnlyList<WireType> list in lists)
        {
            // Beside its own a project lists what it takes from Core, such as kernel functions, so that its registry alone is enough.
            Assembly own = list.Select(type => Registered(type)!.Assembly).First(assembly => assembly != core);
            Assert.Equal(
                Learners.Registry.Types.Where(type => Registered(type)?.Assembly == own).Select(type => type.Name).Order(),
                list.Where(type => Registered(type)!.Assembly != core).Select(type => type.Name).Order());
            Assert.Equal(list.Count, list.Select(type => type.Name).Distinct().Count());
            var alone = new WireRegistry(list);
            foreach (WireType type in list.Where(type => type.CanCreate))
            {
                object instance = type.CreateDefault();
                Assert.Equal(instance, alone.Read<object>(alone.Write(instance)));
            }
        }
        Assert.Equal(
            Learners.Registry.Types.Select(type => type.Name).Order(),
            new WireRegistry(lists.SelectMany(list => list)).Types.Select(type => type.Name).Order());
    }

    private static Type? Registered(WireType type) =>
        type.GetType() is { IsGenericType: true } generic ? generic.GetGenericArguments()[0] : null;
}
