//! The virtual machine as the toolkit knows it: one type, with its program thread.

use mmtk::Mutator;
use mmtk::util::{Address, ObjectReference, OpaquePointer, VMMutatorThread, VMThread, VMWorkerThread};
use mmtk::vm::slot::UnimplementedMemorySlice;
use mmtk::vm::{ActivePlan, ReferenceGlue, VMBinding};

use crate::instance;
use crate::objects::Place;

/// See the module documentation.
#[derive(Debug, Default)]
pub struct Binding;

impl VMBinding for Binding {
    type VMObjectModel = Binding;
    type VMScanning = Binding;
    type VMCollection = Binding;
    type VMActivePlan = Binding;
    type VMReferenceGlue = Binding;
    type VMSlot = Place;
    // Bulk writes log the object they go to.
    type VMMemorySlice = UnimplementedMemorySlice<Place>;

    const ALIGNMENT_VALUE: u8 = 0;
    const MIN_ALIGNMENT: usize = 8;
    const MAX_ALIGNMENT: usize = 8;
    const USE_ALLOCATION_OFFSET: bool = false;
    const ALLOC_END_ALIGNMENT: usize = 8;
}

/// Its address stands for the program's thread.
static PROGRAM: u64 = 0;

/// The program's thread: one at a time runs, whichever it is.
pub fn program_thread() -> VMMutatorThread {
    VMMutatorThread(VMThread(OpaquePointer::from_address(Address::from_ref(&PROGRAM))))
}

impl ActivePlan<Binding> for Binding {
    #[inline]
    fn is_mutator(thread: VMThread) -> bool {
        thread == program_thread().0
    }

    fn mutator(_thread: VMMutatorThread) -> &'static mut Mutator<Binding> {
        instance::mutator()
    }

    fn mutators<'a>() -> Box<dyn Iterator<Item = &'a mut Mutator<Binding>> + 'a> {
        Box::new(core::iter::once(instance::mutator()))
    }

    fn number_of_mutators() -> usize {
        1
    }
}

/// References of the language are not the toolkit's business: `dead` does what there is to do about them.
impl ReferenceGlue<Binding> for Binding {
    type FinalizableType = ObjectReference;

    fn clear_referent(_reference: ObjectReference) {}

    fn get_referent(_reference: ObjectReference) -> Option<ObjectReference> {
        None
    }

    fn set_referent(_reference: ObjectReference, _referent: ObjectReference) {}

    fn enqueue_references(_references: &[ObjectReference], _thread: VMWorkerThread) {}
}
